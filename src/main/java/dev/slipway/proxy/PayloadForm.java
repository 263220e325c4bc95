package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a signature covers the body, which the header {@code x-amz-content-sha256} says. */
enum PayloadForm {
  /** By its hash, said in the header or not. */
  HASHED(false, false),
  /** Not at all; TLS alone protects it. */
  UNSIGNED(false, false),
  /** In chunks, each with a signature of its own. */
  CHUNKS(true, false),
  /** The same, with trailing headers that are signed too. */
  CHUNKS_WITH_TRAILERS(true, true),
  /** In chunks without signatures, with trailing headers. */
  UNSIGNED_CHUNKS_WITH_TRAILERS(true, true);

  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

  /** Whether the body is {@code aws-chunked}. */
  final boolean inChunks;

  /** Whether headers follow the last chunk. */
  final boolean withTrailers;

  PayloadForm(boolean inChunks, boolean withTrailers) {
    this.inChunks = inChunks;
    this.withTrailers = withTrailers;
  }

  /** Whether each chunk is signed. */
  boolean signsChunks() {
    return this == CHUNKS || this == CHUNKS_WITH_TRAILERS;
  }

  /**
   * The form that a header's value says.
   *
   * @throws Refusal for one that no SDK sends to SageMaker Runtime
   */
  static PayloadForm of(@Nullable String said) {
    return switch (said) {
      case null -> HASHED;
      case "UNSIGNED-PAYLOAD" -> UNSIGNED;
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> CHUNKS;
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" -> CHUNKS_WITH_TRAILERS;
      case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> UNSIGNED_CHUNKS_WITH_TRAILERS;
      default -> {
        if (!SHA256.matcher(said).matches()) {
          throw new Refusal(
              Reason.SIGNATURE_INCOMPLETE,
              "The header x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a STREAMING form with"
                  + " AWS4-HMAC-SHA256, or a valid SHA-256.");
        }
        yield HASHED;
      }
    };
  }

  /** Whether the header says this hash, or none. */
  static boolean allows(@Nullable String said, String sha256) {
    return said == null || said.toLowerCase(Locale.ROOT).equals(sha256);
  }
}
