package dev.slipway.bench;

import dev.slipway.base.WallClock;
import dev.slipway.cloud.SigV4;
import dev.slipway.cloud.Upstream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A way to the upstream, and how one asks there.
 *
 * @param server who is asked
 * @param path what is asked for
 * @param headers asked for anew before each round, since a signature ages
 * @param pid the process that is asked
 */
record Way(String name, URI server, String path, Supplier<Map<String, String>> headers, long pid) {

  static final String BODY = "{\"features\":[0.5,1.2,3.4,0.8]}";
  private static final Map<String, String> PLAIN = Map.of("Content-Type", "application/json");

  /** Past a proxy that asks nobody who they are. */
  static Way plain(String name, URI server, String path, long pid) {
    return new Way(name, server, path, () -> PLAIN, pid);
  }

  static Way bearer(URI server, String path, String token, long pid) {
    return new Way(
        "Slipway, bearer token",
        server,
        path,
        () -> with(Map.of("Authorization", "Bearer " + token)),
        pid);
  }

  static Way signed(URI server, String path, Upstream.Keys keys, long pid) {
    var signer = new SigV4("sagemaker");
    return new Way(
        "Slipway, SigV4 verified",
        server,
        path,
        () ->
            with(
                signer.sign(
                    "POST",
                    path,
                    Map.of("host", server.getAuthority(), "content-type", "application/json"),
                    sha256(),
                    keys,
                    "us-east-1",
                    WallClock.system().now())),
        pid);
  }

  URI uri() {
    return server.resolve(path);
  }

  private static Map<String, String> with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(PLAIN);
    all.putAll(more);
    return all;
  }

  private static String sha256() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(BODY.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
