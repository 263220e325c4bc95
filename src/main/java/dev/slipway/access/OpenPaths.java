package dev.slipway.access;

import dev.slipway.web.Dashboard;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The paths that anybody may read. Everything else needs a token or a session. */
final class OpenPaths {

  /** Pages and files without a secret, the beginning and the end of a login, and health. */
  static final List<String> ALL =
      Stream.concat(
              Stream.of(
                  "/",
                  "/index.html",
                  "/docs",
                  "/docs/**",
                  "/openapi.yaml",
                  "/problems",
                  "/problems/**",
                  "/assets/**",
                  "/favicon.ico",
                  "/favicon.svg",
                  "/login",
                  "/oauth2/authorization/*",
                  LoginRequests.CALLBACK + "*",
                  "/livez",
                  "/readyz"),
              Dashboard.VIEWS.stream())
          .toList();

  private OpenPaths() {}

  /** Matches requests that read these paths. */
  static RequestMatcher matcher() {
    PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
    return new OrRequestMatcher(
        Stream.of(HttpMethod.GET, HttpMethod.HEAD)
            .flatMap(
                method -> ALL.stream().map(path -> (RequestMatcher) paths.matcher(method, path)))
            .toList());
  }
}
