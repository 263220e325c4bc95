package dev.slipway.cloud;

import dev.slipway.cloud.Upstream.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signs requests with AWS Signature Version 4, fast enough for every prediction: the signing key is
 * derived once a day and scope, nothing is parsed that is already in canonical form, and what the
 * requests of a second have in common can be {@linkplain #prepare prepared} once.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">IAM
 * User Guide, Create a signed AWS API request</a>. Safe for use by many threads.
 */
public final class SigV4 {

  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String TERMINATOR = "aws4_request";

  private static final int KEYS_KEPT = 256;

  private final String service;
  private final Map<Scope, Hmac> signingKeys = new ConcurrentHashMap<>();

  /** The second of the last signature: what is signed in the same one has the same time. */
  private volatile Second last = Second.of(Instant.EPOCH);

  private record Scope(String secret, String day, String region) {}

  /**
   * A second in words.
   *
   * @param time {@code 20260131T235959Z}
   * @param day {@code 20260131}
   */
  private record Second(long epoch, String time, String day) {

    static Second of(Instant at) {
      String time = SigV4.time(at);
      return new Second(at.getEpochSecond(), time, time.substring(0, 8));
    }
  }

  /**
   * @param service the scope's service; {@code sagemaker} for SageMaker Runtime too
   */
  public SigV4(String service) {
    this.service = service;
  }

  /**
   * Signs a request.
   *
   * @param method such as {@code POST}
   * @param path the path as it will be sent: percent-encoded, with its query if it has one
   * @param headers the headers to sign, {@code host} among them; every one must be sent with this
   *     value. Headers that hops on the way may change (such as {@code connection}) are passed over
   * @param payloadSha256 the body's SHA-256 in lower-case hexadecimal digits
   * @param keys who signs
   * @param region the scope's region
   * @param at the time of signing, which AWS compares with its own (wall time, not cloud time)
   * @return the headers to add: {@code X-Amz-Date}, {@code X-Amz-Security-Token} for keys of a
   *     session, {@code Authorization}
   */
  public Map<String, String> sign(
      String method,
      String path,
      Map<String, String> headers,
      String payloadSha256,
      Keys keys,
      String region,
      Instant at) {
    PreparedSignature signature = prepare(method, path, headers, keys, region, at);
    Map<String, String> added = new LinkedHashMap<>(signature.headers());
    added.put(
        "Authorization",
        new String(signature.authorization(payloadSha256), StandardCharsets.UTF_8));
    return added;
  }

  /**
   * Signs all of a request but its body: worth keeping for others of the same second.
   *
   * @param method such as {@code POST}
   * @param path the path as it will be sent: percent-encoded, with its query if it has one
   * @param headers the headers to sign, as {@link #sign} takes them
   * @param keys who signs
   * @param region the scope's region
   * @param at the time of signing; nothing finer than its second counts
   */
  public PreparedSignature prepare(
      String method,
      String path,
      Map<String, String> headers,
      Keys keys,
      String region,
      Instant at) {
    Second second = second(at);
    String time = second.time;
    Map<String, String> added = new LinkedHashMap<>(4);
    added.put("X-Amz-Date", time);
    String token = keys.sessionToken();
    if (token != null) added.put("X-Amz-Security-Token", token);

    TreeMap<String, String> signed = CanonicalRequest.signedHeaders(headers);
    if (!signed.containsKey("host")) {
      throw new IllegalArgumentException("A signature needs the host header");
    }
    signed.put("x-amz-date", time);
    if (token != null) signed.put("x-amz-security-token", token);
    String names = String.join(";", signed.keySet());

    String scope = second.day + '/' + region + '/' + service + '/' + TERMINATOR;
    return new PreparedSignature(
        Collections.unmodifiableMap(added),
        CanonicalRequest.head(method, path, signed, names),
        signingKey(keys.secretAccessKey(), second.day, region),
        ALGORITHM + '\n' + time + '\n' + scope + '\n',
        ALGORITHM
            + " Credential="
            + keys.accessKeyId()
            + '/'
            + scope
            + ", SignedHeaders="
            + names
            + ", Signature=");
  }

  private Second second(Instant at) {
    Second known = last;
    if (known.epoch != at.getEpochSecond()) {
      known = Second.of(at);
      last = known;
    }
    return known;
  }

  private Hmac signingKey(String secret, String day, String region) {
    Scope scope = new Scope(secret, day, region);
    Hmac known = signingKeys.get(scope);
    if (known != null) return known;
    // Keys of past days and past sessions are not used again.
    if (signingKeys.size() >= KEYS_KEPT) signingKeys.clear();
    Hmac key = derived(secret, day, region, service);
    signingKeys.put(scope, key);
    return key;
  }

  /** The key that signs on one day in one region. */
  static Hmac derived(String secret, String day, String region, String service) {
    Hmac key = new Hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8));
    for (String part : List.of(day, region, service, TERMINATOR)) key = new Hmac(key.of(part));
    return key;
  }

  /** {@code 20260131T235959Z}. */
  static String time(Instant at) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(16);
    digits(text, utc.getYear(), 1000);
    digits(text, utc.getMonthValue(), 10);
    digits(text, utc.getDayOfMonth(), 10);
    text.append('T');
    digits(text, utc.getHour(), 10);
    digits(text, utc.getMinute(), 10);
    digits(text, utc.getSecond(), 10);
    return text.append('Z').toString();
  }

  private static void digits(StringBuilder text, int value, int highest) {
    for (int unit = highest; unit > 0; unit /= 10) text.append((char) ('0' + value / unit % 10));
  }
}
