package dev.flowcell.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks a dashboard over its socket, as a browser or a program does. */
final class Visitor {

  private final Dashboard dashboard;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String[] headers;

  private Visitor(Dashboard dashboard, String... headers) {
    this.dashboard = dashboard;
    this.headers = headers;
  }

  static Visitor stranger(Dashboard dashboard) {
    return new Visitor(dashboard);
  }

  static Visitor program(Dashboard dashboard) {
    return new Visitor(dashboard, "Authorization", "Bearer " + token(dashboard));
  }

  /** A browser that has come with the token. */
  static Visitor browser(Dashboard dashboard) {
    return browser(dashboard, "http://127.0.0.1:" + dashboard.port());
  }

  /** A browser that has come with the token and now shows the page of some site. */
  static Visitor browser(Dashboard dashboard, String origin) {
    String cookie =
        stranger(dashboard)
            .get("/?token=" + token(dashboard))
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow()
            .split(";")[0];
    return new Visitor(dashboard, "Cookie", cookie, "Origin", origin, "Accept", "text/html");
  }

  static String token(Dashboard dashboard) {
    return dashboard.address().getQuery().substring("token=".length());
  }

  HttpResponse<String> get(String path) {
    return send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  /** An answer that may not have ended yet, from its first byte behind the headers. */
  BufferedReader reader(String path) {
    HttpRequest request = request(path).GET().build();
    InputStream body = send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /** The lines of an answer that goes on. */
  Stream<String> follow(String path) {
    HttpRequest request = request(path).header("Accept", "text/event-stream").build();
    return send(request, HttpResponse.BodyHandlers.ofLines()).body();
  }

  HttpResponse<String> post(String path, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** What the forms of a page carry. */
  String secret(String path) {
    return get(path).body().replaceFirst("(?s).*name=\"form\" value=\"([^\"]*)\".*", "$1");
  }

  /** The answer to any bytes, headers and all. */
  String raw(String request) {
    try (Socket socket = new Socket("127.0.0.1", dashboard.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      InputStream answer = socket.getInputStream();
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    URI address = URI.create("http://127.0.0.1:" + dashboard.port() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    return headers.length == 0 ? request : request.headers(headers);
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return client.send(request, body);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
