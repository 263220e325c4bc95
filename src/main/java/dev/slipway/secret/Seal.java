package dev.slipway.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals secrets that must be read again, such as those with which signatures are made: AES-256 in
 * Galois/Counter Mode (NIST SP 800-38D) with a random nonce. A sealed secret names the key that
 * opens it, and opens in its own place only: copied into another row it is refused. Safe for many
 * threads.
 */
public final class Seal {

  /** How everything sealed begins; no secret of ours does. */
  static final String PREFIX = "sealed:";

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SealingKey newest;
  private final Map<String, SealingKey> keys = new LinkedHashMap<>();

  /**
   * @param keys the first seals, all open; 32 bytes each, in base64
   * @throws UnusableKeys when there is none, or one is not a key
   */
  public Seal(List<String> keys) {
    for (String text : keys) {
      SealingKey key = SealingKey.of(text);
      this.keys.put(key.id(), key);
    }
    newest =
        this.keys.values().stream()
            .findFirst()
            .orElseThrow(() ->
                new UnusableKeys(
                    "No key is configured with which secrets are sealed in the database.",
                    "Set SLIPWAY_SECRETS_KEYS to 32 random bytes in base64 (openssl rand -base64"
                        + " 32), the same for every process, and keep a copy outside the database;"
                        + " see docs/access.md."));
  }

  /**
   * Seals a secret.
   *
   * @param place where it lies for good, such as {@code access_key/<id>}
   */
  public String seal(String secret, String place) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    String head = head(newest);
    try {
      byte[] text = secret.getBytes(StandardCharsets.UTF_8);
      byte[] closed = cipher(Cipher.ENCRYPT_MODE, newest, nonce, head + place).doFinal(text);
      byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + closed.length);
      System.arraycopy(closed, 0, whole, NONCE_BYTES, closed.length);
      return head + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES/GCM", e);
    }
  }

  /**
   * Opens a sealed secret.
   *
   * @throws UnusableKeys when the key that sealed it is not configured
   * @throws IllegalArgumentException when it was changed, or was not sealed for this place
   */
  public String open(String sealed, String place) {
    SealingKey key = keyOf(sealed);
    String head = head(key);
    try {
      byte[] whole = Base64.getUrlDecoder().decode(sealed.substring(head.length()));
      byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, key, nonce, head + place)
              .doFinal(whole, NONCE_BYTES, Math.max(0, whole.length - NONCE_BYTES));
      return new String(text, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("The sealed secret of " + place + " was changed.", e);
    }
  }

  /** Whether the newest key sealed it. */
  boolean isCurrent(String stored) {
    return stored.startsWith(head(newest));
  }

  private SealingKey keyOf(String sealed) {
    String id = sealed.startsWith(PREFIX) ? sealed.substring(PREFIX.length()) : "";
    int end = id.indexOf(':');
    SealingKey key = end < 0 ? null : keys.get(id.substring(0, end));
    if (key == null) {
      throw new UnusableKeys(
          "Secrets in the database are sealed with the key %s, which is not configured."
              .formatted(end < 0 ? "?" : id.substring(0, end)),
          "Configured are %s. Add the key to SLIPWAY_SECRETS_KEYS, after the one that shall seal."
              .formatted(keys.keySet()));
    }
    return key;
  }

  private static String head(SealingKey key) {
    return PREFIX + key.id() + ":";
  }

  private static Cipher cipher(int mode, SealingKey key, byte[] nonce, String place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
