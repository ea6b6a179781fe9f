"""Opens notebooks of one folder in a real JupyterLab and a real Chromium, and reports what a person would see.

usage: lab.py NOTEBOOK... OUTDIR [--run] [--dark] [--width PIXELS] [--height PIXELS] [--prefix NAME] [--timeout SECONDS]

JupyterLab has a trust database of its own, so a notebook with outputs is untrusted unless it is run. Writes one
picture of each output, OUTDIR/NAME-NN.png, and pictures of the run views while they change, OUTDIR/NAME-live-NN.png.
Prints one JSON object a line, for each notebook: {"outputs": [text of each cell's outputs], "images": how many,
"tables": how many, "dialogs": [text of each], "title": the page's, "updates": [the run views' text whenever it was
new], "drawn": [when a run view was drawn, in ms]}. Of several notebooks NAME is followed by the name of each.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    raise SystemExit("The browser tests need a driver: .venv/bin/pip install -r kernel/src/test/python/requirements.txt")

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("notebook", nargs="+")
    parser.add_argument("outdir")
    parser.add_argument("--run", action="store_true")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--timeout", type=float, default=120)
    parser.add_argument("--prefix", default="lab")
    parser.add_argument("--width", type=int, default=1100)
    parser.add_argument("--height", type=int, default=1000)
    args = parser.parse_args()
    os.makedirs(args.outdir, exist_ok=True)
    with tempfile.TemporaryDirectory() as root:
        folder = os.path.dirname(os.path.abspath(args.notebook[0]))
        for file in os.listdir(folder):
            if file.endswith((".csv", ".ipynb")):
                shutil.copy(os.path.join(folder, file), root)
        with server(root, args.dark) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=CHROMIUM_FLAGS)
            # one for all, so that JupyterLab's scripts are fetched and compiled once
            context = browser.new_context(viewport={"width": args.width, "height": args.height})
            prefix = args.prefix
            for notebook in args.notebook:
                if len(args.notebook) > 1:
                    args.prefix = prefix + "-" + os.path.splitext(os.path.basename(notebook))[0]
                page = context.new_page()
                print(json.dumps(visit(page, address, notebook, args), ensure_ascii=False))
                page.close()
            browser.close()


class server:
    """A JupyterLab on a free port of the loopback, with settings and trust database of its own."""

    def __init__(self, root, dark):
        self.root = root
        self.settings = {
            "@jupyterlab/apputils-extension:themes": {"theme": "JupyterLab Dark" if dark else "JupyterLab Light"},
            "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
            "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        }

    def __enter__(self):
        home = tempfile.mkdtemp()
        self.home = home
        os.makedirs(home + "/config/labconfig")
        with open(home + "/config/labconfig/default_setting_overrides.json", "w") as file:
            json.dump(self.settings, file)
        env = dict(os.environ, JUPYTER_CONFIG_DIR=home + "/config", JUPYTER_RUNTIME_DIR=home + "/runtime")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--ServerApp.port=0", "--ip=127.0.0.1",
             "--allow-root", "--ServerApp.root_dir=" + self.root, "--IdentityProvider.token=t",
             "--NotebookNotary.data_dir=" + home, "--LabApp.news_url="],
            env=env, stdout=subprocess.DEVNULL, stderr=open(home + "/log", "w"))
        deadline = time.time() + 60
        while time.time() < deadline:
            folder = home + "/runtime"
            files = [f for f in os.listdir(folder) if f.startswith("jpserver-") and f.endswith(".json")] \
                if os.path.isdir(folder) else []
            if files:
                with open(os.path.join(folder, files[0])) as f:
                    try:
                        return json.load(f)["url"].replace("localhost", "127.0.0.1")
                    except ValueError:
                        pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit("JupyterLab did not start:\n" + open(home + "/log").read())

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.home, ignore_errors=True)


def visit(page, address, notebook, args):
    with open(notebook) as file:
        with_outputs = sum(1 for cell in json.load(file)["cells"] if cell.get("outputs"))
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    # a workspace of its own: one that is used again opens the notebook of before, too
    page.goto(address + "lab/workspaces/" + args.prefix + "/tree/" + os.path.basename(notebook) + "?token=t")
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=args.timeout * 1000)
    updates = []
    if page.is_visible(".jp-FileBrowser"):
        page.keyboard.press("Control+b")
    page.evaluate(WATCH)
    if args.run:
        run_all(page, args, updates)
    else:
        page.wait_for_function(DRAWN, arg=with_outputs, timeout=args.timeout * 1000)
    page.wait_for_timeout(500)
    outputs = []
    for index in range(page.locator(".jp-CodeCell").count()):
        area = page.locator(".jp-CodeCell").nth(index).locator(".jp-Cell-outputArea")
        if not area.count() or not area.inner_text().strip() and not area.locator("img").count():
            continue
        area.scroll_into_view_if_needed()
        page.wait_for_timeout(100)
        area.screenshot(path=os.path.join(args.outdir, "%s-%02d.png" % (args.prefix, len(outputs))))
        outputs.append(area.inner_text())
    return {
        "outputs": outputs,
        "images": page.locator(".jp-Cell-outputArea img").count(),
        "tables": page.locator(".jp-Cell-outputArea table").count(),
        "dialogs": dialogs,
        "title": page.title(),
        "updates": updates,
        "drawn": page.evaluate("window.drawn"),
    }


# How many cells show outputs, against how many have some.
DRAWN = """
cells => [...document.querySelectorAll('.jp-CodeCell')]
  .filter(cell => cell.querySelector('.jp-OutputArea-output')).length >= cells
"""


# JupyterLab draws an output anew at each update.
WATCH = """
window.drawn = [];
new MutationObserver(records => records.forEach(record => record.addedNodes.forEach(node => {
  if (node.querySelector && (node.matches('.flowcell-run') || node.querySelector('.flowcell-run'))) {
    window.drawn.push(Math.round(performance.now()));
  }
}))).observe(document.body, {childList: true, subtree: true});
"""


def run_all(page, args, updates):
    page.wait_for_timeout(1500)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    deadline = time.time() + args.timeout
    seen = ""
    shot = 0
    while time.time() < deadline:
        page.wait_for_timeout(100)
        text = page.evaluate("[...document.querySelectorAll('.flowcell-run')].map(e => e.innerText).join('\\n')")
        if text != seen:
            seen = text
            updates.append(text)
            if shot < 30:
                page.screenshot(path=os.path.join(args.outdir, "%s-live-%02d.png" % (args.prefix, shot)))
                shot += 1
        prompts = page.evaluate(
            "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(e => e.textContent)")
        if prompts and not any("*" in prompt for prompt in prompts) and any(
                "[1]" in prompt or "[2]" in prompt for prompt in prompts):
            break


if __name__ == "__main__":
    main()
