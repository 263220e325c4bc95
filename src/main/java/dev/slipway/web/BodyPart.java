package dev.slipway.web;

import dev.slipway.base.Failure;
import java.io.InputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A part of a request's body that a controller takes as a tree and reads itself. */
public final class BodyPart {

  private BodyPart() {}

  /**
   * Reads the part. What does not fit is answered as an unreadable body is, with a pointer that
   * begins with the part's field.
   *
   * @param field the part's name in the body
   * @throws Failure.Invalid when the part is null
   */
  public static <T> T read(JsonMapper json, JsonNode part, Class<T> type, String field) {
    if (part.isNull()) {
      throw Failure.Invalid.field(
          "/" + field, "/" + field + ": It must not be null; send an object.");
    }
    try {
      return json.treeToValue(part, type);
    } catch (JacksonException e) {
      e.prependPath(part, field);
      throw new HttpMessageNotReadableException("a part does not fit", e, AlreadyRead.BODY);
    }
  }

  /** Spring asks for the message that could not be read; ours was, as far as the part. */
  private enum AlreadyRead implements HttpInputMessage {
    BODY;

    @Override
    public InputStream getBody() {
      return InputStream.nullInputStream();
    }

    @Override
    public HttpHeaders getHeaders() {
      return HttpHeaders.EMPTY;
    }
  }
}
