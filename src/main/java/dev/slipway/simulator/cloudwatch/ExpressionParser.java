package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.wire.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads metric math: {@code + - * / ^}, comparisons, AND/OR (also {@code && ||}), parentheses and
 * functions. Precedence, loosest first: OR, AND, comparison, sum, product, power, sign.
 */
final class ExpressionParser {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:([0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?)|([A-Za-z][A-Za-z0-9_]*)"
              + "|(\\|\\||&&|==|!=|<=|>=|[-+*/^<>(),\\[\\]]))");

  private final String text;
  private final List<String> tokens;
  private int next;

  private ExpressionParser(String text) {
    this.text = text;
    this.tokens = tokens(text);
  }

  /**
   * The tree of an expression.
   *
   * @throws ServiceException {@code ValidationError} when it is not one
   */
  static Expression parse(String text) {
    ExpressionParser parser = new ExpressionParser(text);
    Expression expression = parser.or();
    if (parser.next < parser.tokens.size()) {
      throw parser.error("Unexpected '" + parser.peek() + "'");
    }
    return expression;
  }

  private Expression or() {
    Expression left = and();
    while (peek().equals("||") || peek().equalsIgnoreCase("OR")) {
      next++;
      left = new Expression.Binary("OR", left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = comparison();
    while (peek().equals("&&") || peek().equalsIgnoreCase("AND")) {
      next++;
      left = new Expression.Binary("AND", left, comparison());
    }
    return left;
  }

  private Expression comparison() {
    Expression left = sum();
    while (peek().matches("==|!=|<=|>=|<|>")) {
      left = new Expression.Binary(take(), left, sum());
    }
    return left;
  }

  private Expression sum() {
    Expression left = product();
    while (peek().equals("+") || peek().equals("-")) {
      left = new Expression.Binary(take(), left, product());
    }
    return left;
  }

  private Expression product() {
    Expression left = sign();
    while (peek().equals("*") || peek().equals("/")) {
      left = new Expression.Binary(take(), left, sign());
    }
    return left;
  }

  private Expression sign() {
    if (peek().equals("-")) {
      next++;
      return new Expression.Negation(sign());
    }
    return power();
  }

  private Expression power() {
    Expression base = primary();
    if (peek().equals("^")) {
      next++;
      return new Expression.Binary("^", base, sign());
    }
    return base;
  }

  private Expression primary() {
    String token = take();
    if (token.equals("(")) {
      Expression inner = or();
      expect(")");
      return inner;
    }
    if (token.isEmpty()) {
      throw error("The expression ends too early");
    }
    if (Character.isDigit(token.charAt(0)) || token.charAt(0) == '.') {
      return new Expression.Literal(Double.parseDouble(token));
    }
    if (!Character.isLetter(token.charAt(0))) {
      throw error("Unexpected '" + token + "'");
    }
    if (peek().equals("(")) {
      return call(token.toUpperCase(Locale.ROOT));
    }
    return new Expression.Reference(token);
  }

  private Expression call(String function) {
    expect("(");
    List<Expression> arguments = new ArrayList<>();
    while (!peek().equals(")")) {
      if (peek().equals("[")) {
        next++;
        while (!peek().equals("]")) {
          arguments.add(or());
          skip(",");
        }
        next++;
      } else {
        arguments.add(or());
      }
      skip(",");
    }
    expect(")");
    checkArguments(function, arguments);
    return new Expression.Call(function, arguments);
  }

  private void checkArguments(String function, List<Expression> arguments) {
    int size = arguments.size();
    boolean right =
        switch (function) {
          case "IF" -> size == 2 || size == 3;
          case "FILL" -> size == 2;
          case "ABS", "CEIL", "FLOOR", "PERIOD", "DIFF", "RATE" -> size == 1;
          case "SUM", "AVG", "MIN", "MAX" -> size >= 1;
          default -> throw error("The function " + function + " is not supported");
        };
    if (!right) {
      throw error("The function " + function + " has a wrong number of arguments");
    }
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private String take() {
    String token = peek();
    next++;
    return token;
  }

  private void skip(String token) {
    if (peek().equals(token)) {
      next++;
    } else if (peek().isEmpty()) {
      throw error("The expression ends too early");
    }
  }

  private void expect(String token) {
    if (!take().equals(token)) {
      throw error("Expected '" + token + "'");
    }
  }

  private ServiceException error(String why) {
    return new ServiceException(
        400, "ValidationError", "Error in expression '" + text + "': " + why + ".");
  }

  private List<String> tokens(String source) {
    List<String> found = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(source);
    int at = 0;
    while (at < source.stripTrailing().length()) {
      matcher.region(at, source.length());
      if (!matcher.lookingAt()) {
        throw error("Unexpected character at " + at);
      }
      found.add(matcher.group().strip());
      at = matcher.end();
    }
    return found;
  }
}
