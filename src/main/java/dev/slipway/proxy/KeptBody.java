package dev.slipway.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Decides what may be kept of a captured body. Text may be kept. Where members are to be redacted
 * only JSON may be kept, with the values of these members replaced wherever they stand. In doubt
 * the body is left out.
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

  /** The body as text; null when it is no text, or holds characters that Postgres cannot keep. */
  private static @Nullable String text(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return text.indexOf('\0') < 0 ? text : null;
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
