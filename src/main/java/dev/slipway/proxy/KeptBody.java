package dev.slipway.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What of a body may be kept: text, and where members are to be redacted JSON alone, with the
 * values of these replaced wherever they stand. In doubt it is left out.
 */
final class KeptBody {

  private KeptBody() {}

  /** The text that may be kept; null for none. */
  static @Nullable String of(byte @Nullable [] body, int most, Collection<String> redact) {
    return of(body, most, redact, Redact::document);
  }

  /** The text that may be kept of SageMaker's ModelError; null for none. */
  static @Nullable String ofModelError(
      byte @Nullable [] body, int most, Collection<String> redact) {
    return of(body, most, redact, Redact::modelError);
  }

  private static @Nullable String of(
      byte @Nullable [] body,
      int most,
      Collection<String> redact,
      BiFunction<Redact, String, String> how) {
    if (body == null || body.length > most) {
      return null;
    }
    String text = text(body);
    if (text == null || redact.isEmpty()) {
      return text;
    }
    try {
      return how.apply(new Redact(redact), text);
    } catch (JacksonException _) {
      return null;
    }
  }

  /** The text; null when it is none, or holds what Postgres cannot keep. */
  private static @Nullable String text(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return text.indexOf('\0') < 0 ? text : null;
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
