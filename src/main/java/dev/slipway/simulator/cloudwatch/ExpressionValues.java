package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.cloudwatch.Expression.Binary;
import dev.slipway.simulator.cloudwatch.Expression.Call;
import dev.slipway.simulator.cloudwatch.Expression.Literal;
import dev.slipway.simulator.cloudwatch.Expression.Negation;
import dev.slipway.simulator.cloudwatch.Expression.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/**
 * What an expression comes to over a number of periods in a row. NaN is a missing point; an
 * operation with a missing operand is missing, and so is a division by zero. True is 1, false 0.
 *
 * @param periods how many
 * @param period their length in seconds
 * @param values the points of each id
 */
record ExpressionValues(int periods, int period, Function<String, double[]> values) {

  double[] of(Expression expression) {
    return switch (expression) {
      case Literal literal -> constant(literal.value());
      case Reference reference -> values.apply(reference.id());
      case Negation negation -> each(of(negation.operand()), value -> -value);
      case Binary binary ->
          both(of(binary.left()), of(binary.right()), operation(binary.operator()));
      case Call call -> call(call);
    };
  }

  private double[] call(Call call) {
    List<Expression> arguments = call.arguments();
    return switch (call.function()) {
      case "IF" -> choose(arguments);
      case "FILL" -> fill(of(arguments.getFirst()), arguments.get(1));
      case "ABS" -> each(of(arguments.getFirst()), Math::abs);
      case "CEIL" -> each(of(arguments.getFirst()), Math::ceil);
      case "FLOOR" -> each(of(arguments.getFirst()), Math::floor);
      case "PERIOD" -> constant(period);
      case "DIFF" -> differences(of(arguments.getFirst()), 1);
      case "RATE" -> differences(of(arguments.getFirst()), period);
      case "SUM" -> total(arguments, Double::sum, false);
      case "AVG" -> total(arguments, Double::sum, true);
      case "MIN" -> total(arguments, Math::min, false);
      case "MAX" -> total(arguments, Math::max, false);
      default -> throw new IllegalStateException("parsed but unknown: " + call.function());
    };
  }

  private static DoubleBinaryOperator operation(String operator) {
    return switch (operator) {
      case "+" -> Double::sum;
      case "-" -> (left, right) -> left - right;
      case "*" -> (left, right) -> left * right;
      case "/" -> (left, right) -> right == 0 ? Double.NaN : left / right;
      case "^" -> Math::pow;
      case "==" -> (left, right) -> truth(left == right);
      case "!=" -> (left, right) -> truth(left != right);
      case "<" -> (left, right) -> truth(left < right);
      case ">" -> (left, right) -> truth(left > right);
      case "<=" -> (left, right) -> truth(left <= right);
      case ">=" -> (left, right) -> truth(left >= right);
      case "AND" -> (left, right) -> truth(left != 0 && right != 0);
      case "OR" -> (left, right) -> truth(left != 0 || right != 0);
      default -> throw new IllegalStateException("parsed but unknown: " + operator);
    };
  }

  private static double truth(boolean value) {
    return value ? 1 : 0;
  }

  private double[] choose(List<Expression> arguments) {
    double[] condition = of(arguments.getFirst());
    double[] then = of(arguments.get(1));
    double[] otherwise = arguments.size() > 2 ? of(arguments.get(2)) : constant(Double.NaN);
    double[] chosen = new double[periods];
    for (int i = 0; i < periods; i++) {
      boolean missing = Double.isNaN(condition[i]);
      chosen[i] = missing ? Double.NaN : condition[i] != 0 ? then[i] : otherwise[i];
    }
    return chosen;
  }

  private double[] fill(double[] points, Expression with) {
    double[] filled = points.clone();
    boolean repeat = with instanceof Reference reference && reference.id().equals("REPEAT");
    double[] values = repeat ? filled : of(with);
    for (int i = 0; i < periods; i++) {
      if (Double.isNaN(filled[i])) {
        filled[i] = repeat ? (i > 0 ? filled[i - 1] : Double.NaN) : values[i];
      }
    }
    return filled;
  }

  private double[] differences(double[] points, double divisor) {
    double[] result = constant(Double.NaN);
    for (int i = 1; i < periods; i++) {
      result[i] = (points[i] - points[i - 1]) / divisor;
    }
    return result;
  }

  /** Of one argument over time; of several, period by period over those that have a point. */
  private double[] total(List<Expression> arguments, DoubleBinaryOperator operator, boolean mean) {
    if (arguments.size() == 1) {
      double[] points = of(arguments.getFirst());
      double[] there = Arrays.stream(points).filter(value -> !Double.isNaN(value)).toArray();
      double total = Arrays.stream(there).reduce(operator).orElse(Double.NaN);
      return constant(mean ? total / there.length : total);
    }
    List<double[]> all = arguments.stream().map(this::of).toList();
    double[] result = new double[periods];
    for (int i = 0; i < periods; i++) {
      int at = i;
      double[] there =
          all.stream().mapToDouble(row -> row[at]).filter(value -> !Double.isNaN(value)).toArray();
      double total = Arrays.stream(there).reduce(operator).orElse(Double.NaN);
      result[i] = mean ? total / there.length : total;
    }
    return result;
  }

  private double[] constant(double value) {
    double[] points = new double[periods];
    Arrays.fill(points, value);
    return points;
  }

  private static double[] each(double[] points, DoubleUnaryOperator operator) {
    return Arrays.stream(points).map(operator).toArray();
  }

  private static double[] both(double[] left, double[] right, DoubleBinaryOperator operator) {
    double[] result = new double[left.length];
    for (int i = 0; i < left.length; i++) {
      boolean missing = Double.isNaN(left[i]) || Double.isNaN(right[i]);
      result[i] = missing ? Double.NaN : operator.applyAsDouble(left[i], right[i]);
    }
    return result;
  }
}
