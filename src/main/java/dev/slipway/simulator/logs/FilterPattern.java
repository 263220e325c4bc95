package dev.slipway.simulator.logs;

import dev.slipway.simulator.wire.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A filter pattern of terms ("Filter pattern syntax for metric filters, subscription filters,
 * filter log events"): all plain ones must be there, one of the optional ones ({@code ?term}), none
 * of the excluded ones ({@code -term}). Patterns for JSON and for columns are refused.
 */
record FilterPattern(List<String> all, List<String> any, List<String> none) {

  private static final Pattern TERM = Pattern.compile("([?-]?)(?:\"([^\"]*)\"|(\\S+))");

  static FilterPattern of(@Nullable String text) {
    List<String> all = new ArrayList<>();
    List<String> any = new ArrayList<>();
    List<String> none = new ArrayList<>();
    String pattern = text == null ? "" : text.strip();
    if (pattern.startsWith("{") || pattern.startsWith("[") || pattern.startsWith("%")) {
      throw new ServiceException(
          400,
          "InvalidParameterException",
          "This simulator filters logs by terms only, not by JSON, columns or expressions.");
    }
    Matcher matcher = TERM.matcher(pattern);
    while (matcher.find()) {
      String term = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      switch (matcher.group(1)) {
        case "?" -> any.add(term);
        case "-" -> none.add(term);
        default -> all.add(term);
      }
    }
    return new FilterPattern(all, any, none);
  }

  boolean matches(String message) {
    return all.stream().allMatch(message::contains)
        && none.stream().noneMatch(message::contains)
        && (any.isEmpty() || any.stream().anyMatch(message::contains));
  }
}
