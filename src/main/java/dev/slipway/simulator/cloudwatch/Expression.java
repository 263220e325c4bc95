package dev.slipway.simulator.cloudwatch;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A metric math expression as a tree. Missing points are NaN all the way.
 *
 * @see ExpressionParser
 * @see ExpressionValues
 */
public sealed interface Expression {

  /** A number. */
  record Literal(double value) implements Expression {}

  /** The metric or expression with this id. */
  record Reference(String id) implements Expression {}

  /** {@code -x}. */
  record Negation(Expression operand) implements Expression {}

  /** Arithmetic, comparison, AND, OR. */
  record Binary(String operator, Expression left, Expression right) implements Expression {}

  /** A function with its arguments; an array argument's items are arguments. */
  record Call(String function, List<Expression> arguments) implements Expression {}

  /** The ids that it needs. */
  default Set<String> references() {
    Set<String> ids = new LinkedHashSet<>();
    switch (this) {
      case Literal _ -> {}
      case Reference reference -> ids.add(reference.id());
      case Negation negation -> ids.addAll(negation.operand().references());
      case Binary binary -> {
        ids.addAll(binary.left().references());
        ids.addAll(binary.right().references());
      }
      case Call call -> call.arguments().forEach(argument -> ids.addAll(argument.references()));
    }
    return ids;
  }
}
