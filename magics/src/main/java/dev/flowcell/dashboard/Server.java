package dev.flowcell.dashboard;

import dev.flowcell.render.RunJson;
import dev.flowcell.store.FlowRunQuery;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The routes: pages and actions as HTML, and under {@code /api} as JSON. */
final class Server {

  private static final int MOST_BYTES = 64 << 10;
  private static final int THREADS = 24;
  private static final String API = "/api";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String JSON = "application/json; charset=utf-8";

  private final Site site;

  private Server(Site site) {
    this.site = site;
  }

  /** Serves the site there, until it is stopped. */
  static Javalin start(Site site, String host, int port) {
    return Javalin.create(new Server(site)::configure).start(host, port);
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = MOST_BYTES;
    config.http.generateEtags = true;
    config.http.prefer405over404 = true;
    // the name keeps what Jetty logs out of the cells of a notebook
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("flowcell-dashboard");
    threads.setDaemon(true);
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    // no thread waits for a body that comes drop by drop
    config.jetty.modifyServer(
        server ->
            server.setHandler(
                new EagerContentHandler(new RetainedContentLoaderFactory(MOST_BYTES, -1, true))));
    config.routes.before(http -> site.access().check(http));
    config.routes.get(StaticFiles.PATH + "{file}", StaticFiles::serve);
    config.routes.get("/login", http -> login(http, HttpStatus.OK, ""));
    config.routes.post("/login", this::admit);
    config.routes.sse("/live", site.live()::open);
    config.routes.get("/api-guide", this::guide);
    config.routes.get(API + "/openapi.json", Server::describe);
    config.routes.get("/metrics", this::count);
    for (Page<?> page : Pages.all()) {
      config.routes.get(page.path(), http -> show(page, http));
      config.routes.get(Guide.address(page), http -> tell(page, http));
    }
    for (Action action : Pages.actions()) {
      config.routes.post(action.path(), http -> run(action, http));
      config.routes.post(Guide.address(action), http -> run(action, http));
      if (action instanceof Action.Asking asking) {
        config.routes.get(action.path(), http -> ask(asking, http));
      }
    }
    // Javalin answers the first by itself, unless it is told of just these
    config.routes.exception(HttpResponseException.class, this::failed);
    config.routes.exception(Exception.class, this::failed);
    config.routes.error(HttpStatus.NOT_FOUND.getCode(), this::unknown);
  }

  // Coming in

  private void login(Context http, HttpStatus status, String note) {
    http.status(status);
    html(http, "login", note);
  }

  private void admit(Context http) {
    if (!site.access().isLogin(http)) {
      login(http, HttpStatus.UNAUTHORIZED, "That is not the token of this dashboard.");
      return;
    }
    site.access().admit(http);
    http.redirect("/", HttpStatus.SEE_OTHER);
  }

  /**
   * The page that a visitor with a token goes on from. A redirect would not do: a browser that
   * comes from another site, such as a notebook's, sends no strict cookie along it.
   */
  private void welcome(Context http) {
    site.access().admit(http);
    html(http, "welcome", http.path() + withoutToken(http));
  }

  private static String withoutToken(Context http) {
    String rest =
        Stream.of(Objects.requireNonNullElse(http.queryString(), "").split("&"))
            .filter(each -> !each.startsWith("token="))
            .collect(Collectors.joining("&"));
    return rest.isEmpty() ? "" : "?" + rest;
  }

  // Pages

  private <M> void show(Page<M> page, Context http) throws IOException {
    if (site.access().isArrival(http)) {
      welcome(http);
      return;
    }
    Request request = new Request(http, site);
    Page.Asked<M> asked = page.ask(request);
    if ("csv".equals(request.text("format"))) {
      csv(http, page.rows(asked.answer().get()));
      return;
    }
    Note note = site.notes().get(request.given("said"));
    framed(
        http,
        frame(asked.title(), page.section(), asked.live(), note),
        page.template(),
        asked.answer());
  }

  private <M> void tell(Page<M> page, Context http) throws IOException {
    M model = page.ask(new Request(http, site)).answer().get();
    json(http, json -> page.json(model, json));
  }

  /** What programs can ask, read from the lists that they ask by. */
  private void guide(Context http) throws IOException {
    framed(http, frame("For programs"), "guide", Guide::all);
  }

  private static void describe(Context http) {
    http.contentType(JSON).result(OpenApi.of(Guide.all()).toPrettyString());
  }

  private void count(Context http) {
    FlowRunQuery all = FlowRunQuery.newest(1).roots();
    http.contentType(Metrics.TYPE).result(Metrics.of(site.store().counts(all)));
  }

  private void csv(Context http, List<List<String>> rows) {
    if (rows.isEmpty()) {
      throw new NotFoundResponse("this page has no table");
    }
    http.contentType("text/csv; charset=utf-8");
    http.header("Content-Disposition", "attachment; filename=\"flowcell.csv\"");
    http.result(Csv.of(rows));
  }

  // Actions

  private void ask(Action.Asking action, Context http) throws IOException {
    if (site.access().isArrival(http)) {
      welcome(http);
      return;
    }
    Request request = new Request(http, site);
    Action.Question question;
    try {
      question = action.question(request);
    } catch (ConflictResponse e) {
      refuse(http, action.from(request), e);
      return;
    }
    framed(http, frame(question.verb()), "question", () -> question);
  }

  private void run(Action action, Context http) throws IOException {
    Request request = new Request(http, site);
    Action.Done done;
    try {
      done = action.run(request);
    } catch (ConflictResponse e) {
      if (isApi(http)) {
        throw e;
      }
      refuse(http, action.from(request), e);
      return;
    }
    if (isApi(http)) {
      json(
          http,
          json ->
              json.object(
                  fields -> {
                    fields.text("done", done.words());
                    fields.text("address", done.address());
                  }));
      return;
    }
    follow(http, done.address(), new Note(done.words(), false));
  }

  private void refuse(Context http, String address, ConflictResponse e) {
    follow(http, address, new Note(String.valueOf(e.getMessage()), true));
  }

  /** Shows a page, which tells the note. */
  private void follow(Context http, String address, Note note) {
    String said = (address.contains("?") ? "&said=" : "?said=") + site.notes().keep(note);
    http.redirect(address + said, HttpStatus.SEE_OTHER);
  }

  // What goes wrong

  private void failed(Exception e, Context http) {
    Failure failure = Failure.of(e);
    if (failure.status() == HttpStatus.UNAUTHORIZED && !isApi(http) && isPage(http)) {
      login(http, failure.status(), "");
    } else {
      fail(http, failure);
    }
  }

  private static boolean isPage(Context http) {
    return String.valueOf(http.header("Accept")).contains("text/html");
  }

  private void unknown(Context http) {
    if (!http.path().startsWith(StaticFiles.PATH) && http.attribute("failed") == null) {
      fail(http, new Failure(HttpStatus.NOT_FOUND, "there is no page " + http.path()));
    }
  }

  private void fail(Context http, Failure failure) {
    http.attribute("failed", true);
    http.status(failure.status());
    if (isApi(http)) {
      try {
        json(http, json -> json.object(fields -> fields.text("error", failure.words())));
      } catch (IOException e) {
        http.result(failure.words());
      }
      return;
    }
    html(http, "failure", failure);
  }

  // Answers

  private static boolean isApi(Context http) {
    return http.path().equals(API) || http.path().startsWith(API + "/");
  }

  /** Of a page outside the navigation, which nothing changes. */
  private Frame frame(String title) {
    return frame(title, "", "", Note.NONE);
  }

  private Frame frame(String title, String section, String live, Note note) {
    String place = site.store().describe();
    return new Frame(title, section, live, note, place, site.clock().getZone());
  }

  private View view() {
    return new View(site.access().form(), site.clock().instant(), site.clock().getZone());
  }

  private void html(Context http, String template, Object page) {
    http.html(site.templates().text(template, view(), page));
  }

  /** Sends a page's frame, and then what the page shows, or why it can't. */
  private void framed(Context http, Frame frame, String template, Supplier<?> page)
      throws IOException {
    http.contentType(HTML);
    try (OutputStream to = stream(http)) {
      site.templates().write(frame, () -> matter(template, page), to);
    } catch (IOException e) {
      // the visitor has gone: nothing else is read or written but in memory
    }
  }

  private String matter(String template, Supplier<?> page) {
    try {
      Object answer = page.get();
      return site.templates().text(template, view(), answer);
    } catch (RuntimeException e) {
      return site.templates().text("failed", view(), Failure.of(e));
    }
  }

  /** Where an answer goes in parts; the stream that Javalin gives holds flushed bytes back. */
  private static OutputStream stream(Context http) throws IOException {
    OutputStream plain = http.res().getOutputStream();
    if (!String.valueOf(http.header("Accept-Encoding")).contains("gzip")) {
      return plain;
    }
    http.header("Content-Encoding", "gzip");
    return new GZIPOutputStream(plain, true);
  }

  private static void json(Context http, RunJson.Part part) throws IOException {
    http.contentType(JSON).result(RunJson.text(part));
  }
}
