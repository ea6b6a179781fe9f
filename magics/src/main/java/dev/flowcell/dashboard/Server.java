package dev.flowcell.dashboard;

import dev.flowcell.render.RunJson;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStoreException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The routes: pages and actions as HTML, and under {@code /api} as JSON. */
final class Server {

  private static final int MOST_BYTES = 64 << 10;
  private static final int THREADS = 24;
  private static final String API = "/api";
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
    config.routes.exception(HttpResponseException.class, this::refused);
    config.routes.exception(RunStoreException.class, this::unreadable);
    config.routes.exception(IOException.class, this::cutShort);
    config.routes.exception(Exception.class, this::broken);
    config.routes.error(HttpStatus.NOT_FOUND.getCode(), this::unknown);
  }

  // Coming in

  private void login(Context http, HttpStatus status, String note) {
    http.status(status);
    html(http, "login", view("Log in"), note);
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
    html(http, "welcome", view("Dashboard"), http.path() + withoutToken(http));
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
    M model = page.read(request);
    if ("csv".equals(request.text("format"))) {
      csv(http, page.rows(model));
      return;
    }
    Note note = site.notes().get(request.given("said"));
    html(
        http,
        page.template(),
        view(page.title(model), page.section(), page.live(model), note),
        model);
  }

  private <M> void tell(Page<M> page, Context http) throws IOException {
    M model = page.read(new Request(http, site));
    json(http, json -> page.json(model, json));
  }

  /** What programs can ask, read from the lists that they ask by. */
  private void guide(Context http) {
    html(http, "guide", view("For programs"), Guide.all());
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

  private void ask(Action.Asking action, Context http) {
    if (site.access().isArrival(http)) {
      welcome(http);
      return;
    }
    Request request = new Request(http, site);
    try {
      Action.Question question = action.question(request);
      html(http, "question", view(question.verb()), question);
    } catch (ConflictResponse e) {
      refuse(http, action.from(request), e);
    }
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

  private void refused(HttpResponseException e, Context http) {
    HttpStatus status = HttpStatus.forStatus(e.getStatus());
    String words = String.valueOf(e.getMessage());
    if (status == HttpStatus.UNAUTHORIZED && !isApi(http) && isPage(http)) {
      login(http, status, "");
    } else {
      fail(http, status, words);
    }
  }

  private static boolean isPage(Context http) {
    return String.valueOf(http.header("Accept")).contains("text/html");
  }

  private void unreadable(RunStoreException e, Context http) {
    fail(http, HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
  }

  /** Of answers nothing is read or written but in memory. */
  private void cutShort(IOException e, Context http) {
    fail(http, HttpStatus.BAD_REQUEST, "the request can't be read: " + e.getMessage());
  }

  private void broken(Exception e, Context http) {
    fail(http, HttpStatus.INTERNAL_SERVER_ERROR, "the dashboard has failed: " + e);
  }

  private void unknown(Context http) {
    if (!http.path().startsWith(StaticFiles.PATH) && http.attribute("failed") == null) {
      fail(http, HttpStatus.NOT_FOUND, "there is no page " + http.path());
    }
  }

  private void fail(Context http, HttpStatus status, String words) {
    http.attribute("failed", true);
    http.status(status);
    if (isApi(http)) {
      try {
        json(http, json -> json.object(fields -> fields.text("error", words)));
      } catch (IOException e) {
        http.result(words);
      }
      return;
    }
    html(http, "failure", view(status.getMessage()), words);
  }

  // Answers

  private static boolean isApi(Context http) {
    return http.path().equals(API) || http.path().startsWith(API + "/");
  }

  /** Of a page outside the navigation, which nothing changes. */
  private View view(String title) {
    return view(title, "", "", Note.NONE);
  }

  private View view(String title, String section, String live, Note note) {
    return new View(
        title,
        section,
        live,
        note,
        site.access().form(),
        site.store().describe(),
        site.clock().instant(),
        site.clock().getZone());
  }

  private void html(Context http, String template, View view, Object page) {
    http.html(site.templates().page(template, view, page));
  }

  private static void json(Context http, RunJson.Part part) throws IOException {
    http.contentType(JSON).result(RunJson.text(part));
  }
}
