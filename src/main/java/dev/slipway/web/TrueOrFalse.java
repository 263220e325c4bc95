package dev.slipway.web;

import java.beans.PropertyEditorSupport;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Accepts only {@code true} and {@code false}, as the contract says. Spring would also accept 0,
 * off and no; its converters are chained, and only a property editor comes before all of them.
 */
@ControllerAdvice
class TrueOrFalse {

  @InitBinder
  void bind(WebDataBinder binder) {
    for (Class<?> type : new Class<?>[] {boolean.class, Boolean.class}) {
      binder.registerCustomEditor(type, new Editor());
    }
  }

  private static final class Editor extends PropertyEditorSupport {

    @Override
    public void setAsText(String text) {
      switch (text) {
        case "true" -> setValue(true);
        case "false" -> setValue(false);
        default -> throw new IllegalArgumentException("neither true nor false: " + text);
      }
    }
  }
}
