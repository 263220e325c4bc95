package dev.slipway.proxy;

import dev.slipway.base.Sha256;
import dev.slipway.cloud.SigV4Secret;
import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body out of the chunks ({@code aws-chunked}) in which it was signed. Each chunk's
 * signature covers the one before it, so none can be left out or changed.
 */
final class AwsChunked {

  private static final String SIGNATURE = ";chunk-signature=";
  private static final int LONGEST_LINE = 8 * 1024;
  private static final int LONGEST_SIZE = 8;

  /** As in Amazon S3: each chunk is hashed and verified, which many small ones would make dear. */
  private static final int SMALLEST = 8 * 1024;

  private static final HexFormat HEX = HexFormat.of();

  private final PayloadForm form;
  private final StatedSignature stated;
  private final SigV4Secret secret;
  private final Buffer body;
  private final MessageDigest digest = Sha256.begin();
  private final Set<String> trailers = new HashSet<>();
  private int at;
  private int length;
  private boolean last;
  private String previous;

  private AwsChunked(PayloadForm form, StatedSignature stated, SigV4Secret secret, Buffer body) {
    this.form = form;
    this.stated = stated;
    this.secret = secret;
    this.body = body;
    this.previous = stated.value();
  }

  /**
   * The body that was meant. It takes the place of its chunks, so that a body never is there twice.
   *
   * @throws Refusal when the chunks are malformed, or a signature or a checksum is wrong
   */
  static Body decoded(
      PayloadForm form, MultiMap headers, StatedSignature stated, SigV4Secret secret, Buffer body) {
    return new AwsChunked(form, stated, secret, body)
        .read(headers.get("x-amz-decoded-content-length"), headers.getAll("x-amz-trailer"));
  }

  private Body read(@Nullable String expected, List<String> announced) {
    if (expected == null) {
      throw malformed("x-amz-decoded-content-length is missing");
    }
    boolean more = true;
    while (more) {
      more = chunk();
    }
    if (form.withTrailers) {
      trailers();
      requireTrailers(announced);
    } else if (!line().isEmpty()) {
      throw malformed("the last chunk is followed by something");
    }
    if (at != body.length()) {
      throw malformed("the body goes on after its end");
    }
    if (!expected.strip().equals(Integer.toString(length))) {
      throw malformed("x-amz-decoded-content-length is not the body's");
    }
    return new Body(whole(), HEX.formatHex(digest.digest()));
  }

  /** Reads one chunk; false for the last one, which is empty. */
  private boolean chunk() {
    String line = line();
    int semicolon = line.indexOf(';');
    int size = size(semicolon < 0 ? line : line.substring(0, semicolon));
    if (size > body.length() - at) {
      throw malformed("a chunk is longer than the body");
    }
    if (size > 0 && last) {
      throw malformed("only the last chunk may have less than %d bytes".formatted(SMALLEST));
    }
    last = size < SMALLEST;
    String sha256 = takeOut(size);
    if (form.signsChunks()) {
      if (!line.startsWith(SIGNATURE, Math.max(semicolon, 0))) {
        throw malformed("a chunk has no signature");
      }
      String signature = line.substring(semicolon + SIGNATURE.length());
      if (!secret.signedChunk(stated.scope(), previous, sha256, signature)) {
        throw wrong("The signature of a chunk does not match it.");
      }
      previous = signature;
    }
    if (size > 0 && !line().isEmpty()) {
      throw malformed("a chunk does not end where it says");
    }
    return size > 0;
  }

  /**
   * Moves a chunk's bytes next to those of the chunk before, over what is read already. Returns
   * their hash.
   */
  private String takeOut(int size) {
    MessageDigest chunk = Sha256.begin();
    Pieces.of(
        body,
        at,
        at + size,
        (piece, offset, bytes) -> {
          chunk.update(piece, offset, bytes);
          digest.update(piece, offset, bytes);
          body.setBytes(length, piece, offset, bytes);
          length += bytes;
        });
    at += size;
    return HEX.formatHex(chunk.digest());
  }

  private Buffer whole() {
    return body.slice(0, length);
  }

  private void requireTrailers(List<String> announced) {
    for (String names : announced) {
      for (String name : names.split(",", -1)) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        if (!wanted.isEmpty() && !trailers.contains(wanted)) {
          throw malformed("a trailing header that x-amz-trailer names is missing");
        }
      }
    }
  }

  private void trailers() {
    StringBuilder canonical = new StringBuilder();
    String signature = "";
    for (String line = line(); !line.isEmpty(); line = at < body.length() ? line() : "") {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw malformed("a trailing header has no name");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT).strip();
      if (!trailers.add(name)) {
        throw malformed("a trailing header comes twice");
      }
      String value = line.substring(colon + 1).strip();
      if (name.equals("x-amz-trailer-signature")) {
        signature = value;
      } else {
        canonical.append(name).append(':').append(value).append('\n');
        requireChecksum(name, value);
      }
    }
    if (form.signsChunks()
        && !secret.signedTrailers(stated.scope(), previous, canonical.toString(), signature)) {
      throw wrong("The signature of the trailing headers does not match them.");
    }
  }

  private void requireChecksum(String name, String value) {
    if (name.startsWith("x-amz-checksum-") && !Checksum.of(name, whole()).equals(value)) {
      throw new Refusal(
          Reason.MALFORMED, "Value for %s trailing header is invalid.".formatted(name));
    }
  }

  /** Up to the next line feed, without its end. */
  private String line() {
    int end = at;
    while (end < body.length() && body.getByte(end) != '\n') {
      end++;
      if (end - at > LONGEST_LINE) {
        throw malformed("a line is too long");
      }
    }
    if (end == body.length() || end == at || body.getByte(end - 1) != '\r') {
      throw malformed("a line does not end");
    }
    String line = body.getString(at, end - 1, StandardCharsets.ISO_8859_1.name());
    at = end + 1;
    return line;
  }

  private static int size(String hex) {
    try {
      if (!hex.isEmpty() && hex.length() <= LONGEST_SIZE) {
        return HexFormat.fromHexDigits(hex) & Integer.MAX_VALUE;
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    throw malformed("a chunk's length is no number");
  }

  private static Refusal malformed(String what) {
    return new Refusal(Reason.MALFORMED, "The body is not aws-chunked rightly: " + what + ".");
  }

  private static Refusal wrong(String detail) {
    return new Refusal(Reason.SIGNATURE_WRONG, detail);
  }
}
