package dev.slipway.cloud;

import dev.slipway.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The secret of somebody else's requests, by which their signatures are verified: what {@link
 * SigV4} would have signed them with. Comparing takes as long wherever they differ. Safe for many
 * threads.
 *
 * <p>Sources: the page at {@link SigV4}, and for bodies in chunks <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Amazon S3, Signature
 * calculations: transferring payload in multiple chunks</a>.
 */
public final class SigV4Secret {

  private static final HexFormat HEX = HexFormat.of();
  private static final String NOTHING = Sha256.hex("");

  private final String secretAccessKey;
  private volatile @Nullable Derived last;

  /**
   * @param secretAccessKey known to the caller and to us
   */
  public SigV4Secret(String secretAccessKey) {
    this.secretAccessKey = secretAccessKey;
  }

  /**
   * For what a signature is good.
   *
   * @param time the moment of signing, {@code 20260131T235959Z}
   * @param day its day, {@code 20260131}
   */
  public record Scope(String time, String day, String region, String service) {

    private String text() {
      return day + '/' + region + '/' + service + '/' + SigV4.TERMINATOR;
    }
  }

  private record Derived(String day, String region, String service, Hmac key) {}

  /**
   * Whether a request's signature is right.
   *
   * @param path the path as it was sent, with its query if that is signed
   * @param headers the values of each signed header, by lower-case name
   * @param names the names as the caller listed them
   * @param payload the body's SHA-256 in lower-case hexadecimal digits, or the word that stands for
   *     it
   * @param signature what was sent
   */
  public boolean signed(
      Scope scope,
      String method,
      String path,
      Map<String, List<String>> headers,
      String names,
      String payload,
      String signature) {
    TreeMap<String, String> canonical = new TreeMap<>();
    headers.forEach((name, values) ->
        canonical.put(
            name,
            values.size() == 1
                ? CanonicalRequest.collapsed(values.getFirst())
                : String.join(",", values.stream().map(CanonicalRequest::collapsed).toList())));
    String request = CanonicalRequest.head(method, path, canonical, names) + payload;
    return isRight(
        scope,
        SigV4.ALGORITHM + '\n' + scope.time() + '\n' + scope.text() + '\n' + Sha256.hex(request),
        signature);
  }

  /**
   * Whether a chunk's signature is right.
   *
   * @param previous the signature of the chunk before it, or of the request
   * @param sha256 of the chunk
   */
  public boolean signedChunk(Scope scope, String previous, String sha256, String signature) {
    return isRight(scope, chunk("-PAYLOAD", scope, previous) + NOTHING + '\n' + sha256, signature);
  }

  /**
   * Whether the signature of a body's trailing headers is right.
   *
   * @param previous the signature of the last chunk
   * @param trailers each as {@code name:value} and a line feed
   */
  public boolean signedTrailers(Scope scope, String previous, String trailers, String signature) {
    return isRight(scope, chunk("-TRAILER", scope, previous) + Sha256.hex(trailers), signature);
  }

  private static String chunk(String kind, Scope scope, String previous) {
    return SigV4.ALGORITHM
        + kind
        + '\n'
        + scope.time()
        + '\n'
        + scope.text()
        + '\n'
        + previous
        + '\n';
  }

  private boolean isRight(Scope scope, String toSign, String signature) {
    byte[] right = HEX.formatHex(key(scope).of(toSign)).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(right, signature.getBytes(StandardCharsets.UTF_8));
  }

  /** Derived once a day for callers who stay in their region. */
  private Hmac key(Scope scope) {
    Derived known = last;
    if (known != null
        && known.day.equals(scope.day())
        && known.region.equals(scope.region())
        && known.service.equals(scope.service())) {
      return known.key;
    }
    Hmac key = SigV4.derived(secretAccessKey, scope.day(), scope.region(), scope.service());
    last = new Derived(scope.day(), scope.region(), scope.service(), key);
    return key;
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "SigV4Secret";
  }
}
