package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.wire.ServiceException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * A composite alarm's rule ("PutCompositeAlarm"): {@code ALARM("name")}, {@code OK(arn)}, {@code
 * INSUFFICIENT_DATA(name)}, {@code TRUE} and {@code FALSE}, joined by AND, OR, NOT and parentheses.
 * NOT binds closest, then AND.
 *
 * @param alarms the names of the alarms that it looks at
 */
record AlarmRule(Condition condition, Set<String> alarms) {

  /** Whether it holds, by the states of alarms. */
  @FunctionalInterface
  interface Condition {
    boolean holds(Function<String, StateValue> states);
  }

  AlarmRule {
    alarms = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(alarms));
  }

  /**
   * Reads a rule.
   *
   * @throws ServiceException {@code ValidationError} when it is none
   */
  static AlarmRule parse(String text) {
    Parser parser = new Parser(text);
    Condition condition = parser.or();
    parser.end();
    return new AlarmRule(condition, parser.alarms);
  }

  /** The state that the rule asks for. */
  StateValue state(Function<String, StateValue> states) {
    return condition.holds(states) ? StateValue.ALARM : StateValue.OK;
  }

  private static final class Parser {

    /** A guess; what it keeps is this process's stack. */
    private static final int DEEPEST = 100;

    private static final Pattern TOKEN =
        Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[()]|[^\\s()\"']+)");
    private static final Pattern ARN =
        Pattern.compile("arn:[^:]*:cloudwatch:[^:]*:\\d*:alarm:(.+)");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final Set<String> alarms = new LinkedHashSet<>();
    private int next;
    private int depth;

    Parser(String text) {
      this.text = text;
      Matcher matcher = TOKEN.matcher(text);
      int at = 0;
      while (at < text.stripTrailing().length()) {
        matcher.region(at, text.length());
        if (!matcher.lookingAt()) {
          throw error("unexpected character at position " + at);
        }
        tokens.add(matcher.group(1));
        at = matcher.end();
      }
    }

    Condition or() {
      Condition left = and();
      while (skipped("OR")) {
        Condition first = left;
        Condition second = and();
        left = states -> first.holds(states) || second.holds(states);
      }
      return left;
    }

    private Condition and() {
      Condition left = not();
      while (skipped("AND")) {
        Condition first = left;
        Condition second = not();
        left = states -> first.holds(states) && second.holds(states);
      }
      return left;
    }

    private Condition not() {
      if (skipped("NOT")) {
        deeper();
        Condition negated = not();
        depth--;
        return states -> !negated.holds(states);
      }
      if (skipped("(")) {
        deeper();
        Condition inner = or();
        depth--;
        expect(")");
        return inner;
      }
      String word = take();
      return switch (word) {
        case "TRUE" -> _ -> true;
        case "FALSE" -> _ -> false;
        case "ALARM", "OK", "INSUFFICIENT_DATA" -> {
          StateValue wanted = StateValue.fromValue(word);
          expect("(");
          String alarm = name(take());
          expect(")");
          alarms.add(alarm);
          yield states -> states.apply(alarm) == wanted;
        }
        default -> throw error("unexpected '" + word + "'");
      };
    }

    private void deeper() {
      depth++;
      if (depth > DEEPEST) {
        throw error("it is nested more than " + DEEPEST + " deep");
      }
    }

    private String name(String token) {
      if (token.isEmpty() || token.equals("(") || token.equals(")")) {
        throw error("an alarm's name or ARN is needed");
      }
      char first = token.charAt(0);
      String plain =
          first == '"' || first == '\''
              ? token.substring(1, token.length() - 1).replace("\\\"", "\"")
              : token;
      Matcher arn = ARN.matcher(plain);
      return arn.matches() ? arn.group(1) : plain;
    }

    void end() {
      if (next < tokens.size()) {
        throw error("unexpected '" + tokens.get(next) + "'");
      }
    }

    private boolean skipped(String token) {
      if (next < tokens.size() && tokens.get(next).equals(token)) {
        next++;
        return true;
      }
      return false;
    }

    private void expect(String token) {
      if (!skipped(token)) {
        throw error("'" + token + "' is needed");
      }
    }

    private String take() {
      if (next == tokens.size()) {
        throw error("it ends too early");
      }
      return tokens.get(next++);
    }

    private ServiceException error(String why) {
      return new ServiceException(
          400,
          "ValidationError",
          "AlarmRule must be a valid rule, not '" + text + "': " + why + ".");
    }
  }
}
