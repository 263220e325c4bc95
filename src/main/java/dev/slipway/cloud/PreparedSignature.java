package dev.slipway.cloud;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.base.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * A signature that lacks only the body's hash: the same for all requests of a second that differ in
 * nothing else. What comes before the hash is hashed already, which with a session's long token is
 * most of the work. Made by {@link SigV4#prepare}. Safe for many threads.
 */
public final class PreparedSignature {

  private static final HexFormat HEX = HexFormat.of();
  private static final int DIGITS = 64;

  private final Map<String, String> headers;
  private final Hmac key;

  /** Has taken in the canonical request up to the body's hash; only copied. */
  private final MessageDigest request;

  /** Has taken in the string to sign up to the request's hash; only copied. */
  private final MessageDigest toSign;

  /** Up to the signature. */
  private final byte[] authorization;

  /**
   * @param headers those to add beside {@code Authorization}
   * @param request the canonical request up to the body's hash
   * @param key signs
   * @param toSign the string to sign up to the request's hash
   * @param authorization the header's value up to the signature
   */
  PreparedSignature(
      Map<String, String> headers, String request, Hmac key, String toSign, String authorization) {
    this.headers = headers;
    this.key = key;
    this.request = Sha256.begin();
    this.request.update(request.getBytes(UTF_8));
    this.toSign = key.begin();
    this.toSign.update(toSign.getBytes(UTF_8));
    this.authorization = authorization.getBytes(UTF_8);
  }

  /**
   * The headers to add beside {@code Authorization}: {@code X-Amz-Date}, and {@code
   * X-Amz-Security-Token} for keys of a session.
   */
  public Map<String, String> headers() {
    return headers;
  }

  /**
   * Signs a request with this body.
   *
   * @param payloadSha256 the body's SHA-256 in lower-case hexadecimal digits
   * @return the value of {@code Authorization}, as it is sent
   */
  public byte[] authorization(String payloadSha256) {
    byte[] hash = Sha256.copy(request).digest(payloadSha256.getBytes(ISO_8859_1));
    MessageDigest signing = Sha256.copy(toSign);
    signing.update(digits(hash));
    byte[] value = Arrays.copyOf(authorization, authorization.length + DIGITS);
    System.arraycopy(digits(key.end(signing)), 0, value, authorization.length, DIGITS);
    return value;
  }

  private static byte[] digits(byte[] hash) {
    return HEX.formatHex(hash).getBytes(ISO_8859_1);
  }
}
