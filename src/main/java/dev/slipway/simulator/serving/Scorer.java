package dev.slipway.simulator.serving;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A model that scores a row of features; both kinds answer with a probability. */
sealed interface Scorer {

  int features();

  /** The probability of the positive class. */
  double score(double[] row);

  /** Weights and a bias under the logistic function. */
  record LogisticRegression(double[] weights, double bias) implements Scorer {
    @Override
    public int features() {
      return weights.length;
    }

    @Override
    public double score(double[] row) {
      double sum = bias;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * row[i];
      }
      return logistic(sum);
    }
  }

  /** A sum of regression trees under the logistic function. */
  record BoostedTrees(int features, double base, List<Tree> trees) implements Scorer {
    @Override
    public double score(double[] row) {
      double sum = base;
      for (Tree tree : trees) {
        sum += tree.value(row);
      }
      return logistic(sum);
    }
  }

  /** A regression tree. */
  sealed interface Tree {
    double value(double[] row);

    /** An end. */
    record Leaf(double value) implements Tree {
      @Override
      public double value(double[] row) {
        return value;
      }
    }

    /** Left where the feature is below the threshold, right otherwise. */
    record Split(int feature, double threshold, Tree left, Tree right) implements Tree {
      @Override
      public double value(double[] row) {
        return (row[feature] < threshold ? left : right).value(row);
      }
    }
  }

  /**
   * The model that {@code model.json} describes.
   *
   * @throws IllegalArgumentException when it describes none
   */
  static Scorer of(JsonNode json) {
    return switch (json.path("kind").asString("")) {
      case "logistic_regression" -> {
        double[] weights = numbers(required(json, "weights"));
        if (json.path("features").asInt(weights.length) != weights.length) {
          throw new IllegalArgumentException("as many weights as features are needed");
        }
        yield new LogisticRegression(weights, json.path("bias").asDouble(0));
      }
      case "boosted_trees" -> {
        int features = required(json, "features").asInt();
        double rate = json.path("learning_rate").asDouble(1);
        List<Tree> trees = new ArrayList<>();
        for (JsonNode tree : required(json, "trees")) {
          trees.add(tree(tree, features, rate));
        }
        yield new BoostedTrees(features, json.path("base").asDouble(0), List.copyOf(trees));
      }
      default ->
          throw new IllegalArgumentException(
              "model.json needs \"kind\": logistic_regression or boosted_trees");
    };
  }

  private static Tree tree(JsonNode json, int features, double rate) {
    if (json.has("value")) {
      return new Tree.Leaf(rate * json.get("value").asDouble());
    }
    int feature = required(json, "feature").asInt();
    if (feature < 0 || feature >= features) {
      throw new IllegalArgumentException("a tree splits on a feature that is not there");
    }
    return new Tree.Split(
        feature,
        required(json, "threshold").asDouble(),
        tree(required(json, "left"), features, rate),
        tree(required(json, "right"), features, rate));
  }

  /** The numbers of an array. */
  static double[] numbers(JsonNode array) {
    if (!array.isArray()) {
      throw new IllegalArgumentException("an array of numbers is needed");
    }
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!array.get(i).isNumber()) {
        throw new IllegalArgumentException("an array of numbers is needed");
      }
      numbers[i] = array.get(i).doubleValue();
    }
    return numbers;
  }

  private static JsonNode required(JsonNode json, String member) {
    JsonNode value = json.get(member);
    if (value == null) {
      throw new IllegalArgumentException("\"" + member + "\" is missing");
    }
    return value;
  }

  private static double logistic(double sum) {
    return 1 / (1 + Math.exp(-sum));
  }
}
