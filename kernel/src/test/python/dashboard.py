"""Visits the dashboard in a real Chromium while a notebook runs in another process, and reports what a person sees.

usage: dashboard.py JAVA JAR NOTEBOOK OUTDIR

The notebook has a flow `lesson` that logs lines `tick MILLIS`, with the time of day, and then a flow `endless` that only
a visitor ends. Writes pictures into OUTDIR. Prints one JSON object: {"refused": status of a visit with a wrong token,
"empty": text of the first page, "seen": [each text of the run's state], "delays": [ms from the writing of a line to its
showing], "open": whether what was unfolded has stayed so, "found": lines that a search has found, "cancelled": text of
the cancelled run, "dialogs": [text of each], "errors": [of the console], "weight": bytes of the run's page with all it
loads, "wide": [pages that are wider than a phone]}.
"""

import json
import os
import shutil
import subprocess
import sys
import time

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    raise SystemExit("The browser tests need a driver: .venv/bin/pip install -r kernel/src/test/python/requirements.txt")

PATIENCE = 90_000

# Notes when a line that tells the time of its writing is shown.
WATCH = """
window.delays = {};
new MutationObserver(() => {
  for (const line of document.querySelectorAll('.lines li')) {
    const tick = / tick (\\d+)$/.exec(line.textContent);
    if (tick && !(tick[1] in window.delays)) window.delays[tick[1]] = Date.now() - Number(tick[1]);
  }
}).observe(document.body, {childList: true, subtree: true, characterData: true});
"""


def main():
    java, jar, notebook, outdir = sys.argv[1:]
    os.makedirs(outdir, exist_ok=True)
    dashboard = subprocess.Popen(
        [java, "-jar", jar, "dashboard", "--no-browser", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        address = dashboard.stdout.readline().split()[-1]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
                args=["--no-sandbox", "--disable-gpu"])
            print(json.dumps(visit(browser, address, [java, "-jar", jar, "run", notebook], outdir)))
            browser.close()
    finally:
        dashboard.terminate()
        dashboard.wait()


def visit(browser, address, notebook, outdir):
    site, token = address.split("/?token=")
    result = {"dialogs": [], "errors": [], "wide": []}
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.on("dialog", lambda dialog: (result["dialogs"].append(dialog.message), dialog.dismiss()))
    result["refused"] = page.goto(site + "/runs?token=wrong").status
    page.get_by_label("Token").fill(token)
    page.keyboard.press("Enter")
    page.wait_for_selector("#connection:text('live')")
    page.on("console", lambda message: message.type == "error" and result["errors"].append(message.text))
    result["empty"] = page.inner_text("main")
    page.screenshot(path=outdir + "/dashboard-empty.png")
    run = subprocess.Popen(notebook, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        page.click(".runs a:has-text('lesson')")
        follow(page, result, outdir)
        ended, result["cancelled"] = cancel(page, site, outdir)
        run.wait(60)
    finally:
        run.kill()
    search(page, site, result, outdir)
    look(browser, page.context.cookies(), ended, site, result, outdir)
    return result


def follow(page, result, outdir):
    page.wait_for_selector(".facts")
    page.evaluate(WATCH)
    page.locator("details summary").first.click()
    result["seen"] = []
    deadline = time.time() + PATIENCE / 1000
    while time.time() < deadline and "Completed" not in result["seen"][-1:]:
        state = page.inner_text(".flowcell-run div span >> nth=0")[2:]
        view = page.inner_text(".flowcell-run")
        if state not in result["seen"][-1:]:
            result["seen"].append(state)
        if "AwaitingRetry" in view and "AwaitingRetry" not in result["seen"]:
            result["seen"].insert(0, "AwaitingRetry")
            page.screenshot(path=outdir + "/dashboard-retry.png")
        page.wait_for_timeout(50)
    result["open"] = page.locator("details").first.evaluate("details => details.open")
    result["delays"] = list(page.evaluate("window.delays").values())
    page.screenshot(path=outdir + "/dashboard-run.png", full_page=True)


def cancel(page, site, outdir):
    page.goto(site + "/runs")
    page.get_by_label("State").select_option("Running")
    page.get_by_role("button", name="Show").click()
    page.click("td a:has-text('endless')")
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Cancel the run").click()
    page.wait_for_selector(".note:has-text('is asked to end')")
    page.wait_for_selector(".facts:has-text('Cancelled')")
    page.screenshot(path=outdir + "/dashboard-cancelled.png", full_page=True)
    return page.url, page.inner_text("main")


def search(page, site, result, outdir):
    page.goto(site + "/logs")
    page.get_by_label("Text").fill("TICK")
    page.keyboard.press("Enter")
    page.wait_for_url("**/logs?text=TICK*")
    result["found"] = page.locator(".lines li").count()
    page.screenshot(path=outdir + "/dashboard-logs.png")


def look(browser, cookies, run, site, result, outdir):
    for scheme, width in (("dark", 1200), ("light", 390)):
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
        context.add_cookies(cookies)
        page = context.new_page()
        answers = []
        page.on("response", lambda answer: answers.append(answer))
        page.goto(run)
        result["weight"] = sum(len(answer.body()) for answer in list(answers) if "/live" not in answer.url)
        for path in ("/", "/runs", "/flows", "/schedules", "/logs", "/api-guide"):
            page.goto(site + path)
            page.screenshot(path="%s/dashboard-%s-%d%s.png" % (outdir, scheme, width, path.replace("/", "-")))
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                result["wide"].append(path)
        context.close()


if __name__ == "__main__":
    main()
