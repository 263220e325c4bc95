package dev.slipway.web;

import dev.slipway.base.Ids;
import java.beans.PropertyEditorSupport;
import java.util.UUID;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Accepts an identifier as it is written, and nothing that only resembles one: Spring would drop
 * what is too long of its parts, and look for another. As with {@link TrueOrFalse}, only a property
 * editor comes before Spring's converters.
 */
@ControllerAdvice
class WrittenId {

  @InitBinder
  void bind(WebDataBinder binder) {
    binder.registerCustomEditor(UUID.class, new Editor());
  }

  private static final class Editor extends PropertyEditorSupport {

    @Override
    public void setAsText(String text) {
      setValue(
          Ids.read(text)
              .orElseThrow(() -> new IllegalArgumentException("not an identifier: " + text)));
    }
  }
}
