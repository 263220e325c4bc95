package dev.slipway.web;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Explains a request body that could not be read: which field, by JSON pointer (RFC 6901), and what
 * was expected there. No class name of ours leaves the process.
 */
final class BodyProblems {

  private static final Pattern TWICE = Pattern.compile("Duplicate Object property \"([^\"]*)\"");

  private BodyProblems() {}

  static Problem.Draft of(HttpMessageNotReadableException unreadable) {
    for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
      if (cause instanceof BodyLimit.TooLarge tooLarge) {
        return tooLarge(tooLarge.limit());
      }
    }
    for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnrecognizedPropertyException unknown -> {
          return unknown(unknown);
        }
        case InvalidFormatException format -> {
          return format(format);
        }
        case MismatchedInputException mismatched -> {
          return mismatched(mismatched);
        }
        case InputCoercionException number -> {
          return invalid("The number is not " + kind(number.getTargetType()) + ".", number);
        }
        case StreamConstraintsException excessive -> {
          return Problem.Draft.of(
              400,
              "unreadable-body",
              "The JSON is nested too deeply, or a number or name in it is too long; no request"
                  + " needs that.");
        }
        case StreamReadException syntax -> {
          return syntax(syntax);
        }
        case JacksonException other -> {
          return invalid("The value cannot be used here.", other);
        }
        default -> {}
      }
    }
    return Problem.Draft.of(
        400, "unreadable-body", "The request needs a JSON body, and none could be read.");
  }

  static Problem.Draft tooLarge(long limit) {
    return Problem.Draft.of(
        413, "too-large", "The request body is larger than " + limit + " bytes; send less.");
  }

  private static Problem.Draft unknown(UnrecognizedPropertyException unknown) {
    String known =
        unknown.getKnownPropertyIds() == null
            ? ""
            : unknown.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .sorted()
                .collect(Collectors.joining(", "));
    String detail =
        "There is no field \"%s\" here.%s"
            .formatted(
                unknown.getPropertyName(), known.isEmpty() ? "" : " Known fields: " + known + ".");
    return invalid(detail, unknown);
  }

  private static Problem.Draft format(InvalidFormatException format) {
    Class<?> target = format.getTargetType();
    if (String.class.equals(target)) {
      boolean unstorable = format.getValue() instanceof String text && !StorableText.holds(text);
      return invalid(
          unstorable ? StorableText.REFUSAL : "The value is not a text: put it in quotes.", format);
    }
    return invalid(
        "\"%s\" is not %s.".formatted(shorten(String.valueOf(format.getValue())), kind(target)),
        format);
  }

  private static Problem.Draft mismatched(MismatchedInputException mismatched) {
    String message = String.valueOf(mismatched.getOriginalMessage());
    if (message.startsWith("Missing required creator property")) {
      return invalid("This field is required.", mismatched);
    }
    if (message.startsWith("Invalid `null` value") || message.startsWith("Cannot map `null`")) {
      return invalid("This field must not be null.", mismatched);
    }
    if (message.startsWith("Duplicate")) {
      return invalid("This field appears twice.", mismatched);
    }
    if (message.startsWith("Trailing token")) {
      return Problem.Draft.of(
          400, "unreadable-body", "The request body goes on after the JSON value has ended.");
    }
    Class<?> target = mismatched.getTargetType();
    if (message.startsWith("No content")) {
      return Problem.Draft.of(
          400, "unreadable-body", "The request needs a JSON body, and none was sent.");
    }
    return invalid("The value is not " + kind(target) + ".", mismatched);
  }

  private static Problem.Draft syntax(StreamReadException syntax) {
    String message = String.valueOf(syntax.getOriginalMessage());
    Matcher twice = TWICE.matcher(message);
    if (twice.find()) {
      JsonParser parser = syntax.processor();
      // Within what is read as a tree, the parser alone knows how far it has come.
      String pointer =
          parser == null
              ? pointer(syntax.getPath())
              : parser.streamReadContext().pathAsPointer().toString();
      String field = "/" + escaped(twice.group(1));
      return Problem.Draft.of(
              400, "invalid-request", "The field \"" + twice.group(1) + "\" appears twice.")
          .at(pointer.endsWith(field) ? pointer : pointer + field);
    }
    var location = syntax.getLocation();
    return Problem.Draft.of(
        400,
        "unreadable-body",
        location == null
            ? "The request body is not JSON."
            : "The request body is not JSON: see line %d, column %d."
                .formatted(location.getLineNr(), location.getColumnNr()));
  }

  private static Problem.Draft invalid(String detail, JacksonException cause) {
    String pointer = pointer(cause.getPath());
    String sentence = pointer.isEmpty() ? "The body: " + detail : pointer + ": " + detail;
    return Problem.Draft.of(400, "invalid-request", sentence).at(pointer);
  }

  private static String pointer(List<JacksonException.Reference> path) {
    var pointer = new StringBuilder();
    for (JacksonException.Reference step : path) {
      pointer.append('/');
      if (step.getPropertyName() == null) {
        pointer.append(step.getIndex());
      } else {
        pointer.append(escaped(step.getPropertyName()));
      }
    }
    return pointer.toString();
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** What a type is called by somebody who writes JSON. */
  static String kind(@Nullable Class<?> type) {
    if (type == null) {
      return "of the kind expected here";
    }
    if (type.isEnum()) {
      return "one of "
          + List.of(type.getEnumConstants()).stream()
              .map(constant -> ((Enum<?>) constant).name())
              .collect(Collectors.joining(", "));
    }
    if (Map.class.isAssignableFrom(type)) {
      return "an object of names and values";
    }
    if (type.isRecord()) {
      return "an object; it may have the fields "
          + Arrays.stream(type.getRecordComponents())
              .map(component -> BeanValidation.snake(component.getName()))
              .collect(Collectors.joining(", "));
    }
    return switch (type.getSimpleName()) {
      case "String" -> "a text";
      case "int", "Integer" -> "a whole number between -2147483648 and 2147483647";
      case "long", "Long" -> "a whole number";
      case "double", "Double", "float", "Float", "BigDecimal" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      case "Instant" -> "a time by RFC 3339, such as 2026-01-31T12:00:00Z";
      case "UUID" -> "a UUID";
      case "List", "Set", "Collection", "ArrayList" -> "an array";
      default -> "an object of the shape expected here";
    };
  }

  private static String shorten(String value) {
    return value.length() <= 60 ? value : value.substring(0, 60) + "…";
  }
}
