package dev.slipway.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path of the API with its query, whatever the names in it look like. */
record Route(String text) {

  /** {@code /v1} and these segments. */
  static Route of(String... segments) {
    return new Route("/v1").below(segments);
  }

  /** What is below it. */
  Route below(String... segments) {
    StringBuilder path = new StringBuilder(text);
    for (String segment : segments) path.append('/').append(encoded(segment));
    return new Route(path.toString());
  }

  /** The same with a parameter; without it where there is no value. */
  Route with(String name, @Nullable Object value) {
    if (value == null) return this;
    String separator = text.contains("?") ? "&" : "?";
    return new Route(text + separator + name + "=" + encoded(value.toString()));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
