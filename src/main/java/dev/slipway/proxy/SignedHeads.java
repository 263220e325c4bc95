package dev.slipway.proxy;

import dev.slipway.cloud.PreparedSignature;
import dev.slipway.cloud.SigV4;
import dev.slipway.cloud.Upstream;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The heads of requests, signed but for their bodies. A signature's time is of whole seconds, and
 * most callers say the same each time: predictions of a second share what is signed of them beside
 * their bodies. Nothing is remembered for longer, so keys that are no longer used are not kept.
 * Used by one event loop.
 */
final class SignedHeads {

  private static final CharSequence AUTHORIZATION = HttpHeaders.createOptimized("Authorization");

  /** Where each caller says something else each time, little would be found again. */
  private static final int MOST = 256;

  private final SigV4 signer;
  private final Map<Said, Prepared> heads = new HashMap<>();
  private long second;

  SignedHeads(SigV4 signer) {
    this.signer = signer;
  }

  /**
   * What is signed beside the body and the time.
   *
   * @param headers the headers beside {@code host}, by lower-case name
   */
  record Said(String path, Upstream upstream, Upstream.Keys keys, Map<String, String> headers) {}

  private record Header(CharSequence name, CharSequence value) {}

  /** A request's headers, {@code Authorization} being the last. */
  record Prepared(List<Header> headers, PreparedSignature signature) {

    /** Writes them into a request that has this body. */
    void write(MultiMap to, String bodySha256) {
      for (Header header : headers) {
        to.add(header.name, header.value);
      }
      to.add(AUTHORIZATION, new AsciiString(signature.authorization(bodySha256), false));
    }
  }

  /** The head of a request that is sent now. */
  Prepared of(Said said, Instant now) {
    if (second != now.getEpochSecond() || heads.size() >= MOST) {
      heads.clear();
      second = now.getEpochSecond();
    }
    Prepared known = heads.get(said);
    if (known == null) {
      known = signed(said, now);
      heads.put(said, known);
    }
    return known;
  }

  private Prepared signed(Said said, Instant now) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("host", Sign.host(said.upstream.base()));
    headers.putAll(said.headers);
    PreparedSignature signature =
        signer.prepare("POST", said.path, headers, said.keys, said.upstream.region(), now);
    List<Header> written = new ArrayList<>();
    headers.forEach((name, value) -> written.add(header(name, value)));
    signature.headers().forEach((name, value) -> written.add(header(name, value)));
    return new Prepared(written, signature);
  }

  private static Header header(String name, String value) {
    return new Header(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
  }
}
