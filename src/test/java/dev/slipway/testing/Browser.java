package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Follows redirects and keeps cookies, as a browser does; runs no script. */
public final class Browser implements AutoCloseable {

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  public HttpResponse<String> get(String address) {
    return send("GET", address, null);
  }

  public HttpResponse<String> send(
      String method, String address, @Nullable String body, String... more) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Accept", "text/html, */*;q=0.8")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (more.length > 0) request.headers(more);
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fills in the form of the page. */
  public HttpResponse<String> submit(HttpResponse<String> page, Map<String, String> fields) {
    Matcher csrf = CSRF.matcher(page.body());
    if (!csrf.find()) throw new IllegalStateException(page.uri() + ": " + page.body());
    String form =
        fields.entrySet().stream()
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        "POST",
        page.uri().toString(),
        form + "&_csrf=" + URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8),
        "Content-Type",
        "application/x-www-form-urlencoded");
  }

  public List<HttpCookie> cookies() {
    return cookies.getCookieStore().getCookies();
  }

  @Override
  public void close() {
    client.close();
  }
}
