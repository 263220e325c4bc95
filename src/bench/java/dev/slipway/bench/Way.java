package dev.slipway.bench;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A way to the upstream, and how one asks there.
 *
 * @param server who is asked
 * @param path what is asked for
 * @param headers asked for anew before each round
 */
record Way(String name, URI server, String path, Supplier<Map<String, String>> headers) {

  static final String BODY = "{\"features\":[0.5,1.2,3.4,0.8]}";
  private static final Map<String, String> PLAIN = Map.of("Content-Type", "application/json");

  /** Past a proxy that asks nobody who they are. */
  static Way plain(String name, URI server, String path) {
    return new Way(name, server, path, () -> PLAIN);
  }

  static Way bearer(URI server, String path, String token) {
    return new Way(
        "Slipway, bearer token",
        server,
        path,
        () -> with(Map.of("Authorization", "Bearer " + token)));
  }

  URI uri() {
    return server.resolve(path);
  }

  private static Map<String, String> with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(PLAIN);
    all.putAll(more);
    return all;
  }
}
