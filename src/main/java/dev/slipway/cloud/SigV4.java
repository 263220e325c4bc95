package dev.slipway.cloud;

import dev.slipway.base.Sha256;
import dev.slipway.cloud.Upstream.Keys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests with AWS Signature Version 4, fast enough for every prediction: the signing key is
 * derived once a day and scope, and nothing is parsed that is already in canonical form.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">IAM
 * User Guide, Create a signed AWS API request</a>. Safe for use by many threads.
 */
public final class SigV4 {

  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String TERMINATOR = "aws4_request";

  private static final String HMAC = "HmacSHA256";
  private static final int KEYS_KEPT = 256;
  private static final HexFormat HEX = HexFormat.of();

  private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(SigV4::newMac);

  private final String service;
  private final Map<Scope, SecretKeySpec> signingKeys = new ConcurrentHashMap<>();

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

    String request = CanonicalRequest.text(method, path, signed, names, payloadSha256);
    String scope = second.day + '/' + region + '/' + service + '/' + TERMINATOR;
    String toSign = ALGORITHM + '\n' + time + '\n' + scope + '\n' + Sha256.hex(request);
    String signature =
        HEX.formatHex(hmac(signingKey(keys.secretAccessKey(), second.day, region), toSign));
    added.put(
        "Authorization",
        ALGORITHM
            + " Credential="
            + keys.accessKeyId()
            + '/'
            + scope
            + ", SignedHeaders="
            + names
            + ", Signature="
            + signature);
    return added;
  }

  private Second second(Instant at) {
    Second known = last;
    if (known.epoch != at.getEpochSecond()) {
      known = Second.of(at);
      last = known;
    }
    return known;
  }

  private SecretKeySpec signingKey(String secret, String day, String region) {
    Scope scope = new Scope(secret, day, region);
    SecretKeySpec known = signingKeys.get(scope);
    if (known != null) return known;
    // Keys of past days and past sessions are not used again.
    if (signingKeys.size() >= KEYS_KEPT) signingKeys.clear();
    SecretKeySpec key = derived(secret, day, region, service);
    signingKeys.put(scope, key);
    return key;
  }

  /** The key that signs on one day in one region. */
  static SecretKeySpec derived(String secret, String day, String region, String service) {
    SecretKeySpec key = key(("AWS4" + secret).getBytes(StandardCharsets.UTF_8));
    key = key(hmac(key, day));
    key = key(hmac(key, region));
    key = key(hmac(key, service));
    return key(hmac(key, TERMINATOR));
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

  static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = MAC.get();
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SecretKeySpec key(byte[] bytes) {
    return new SecretKeySpec(bytes, HMAC);
  }

  private static Mac newMac() {
    try {
      return Mac.getInstance(HMAC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
