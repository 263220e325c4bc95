package dev.slipway.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Environments in the order in which promotions go through them. */
final class Chain {

  private Chain() {}

  /** Each after its predecessor; beside each other by name. */
  static List<Environment> ordered(List<Environment> environments) {
    List<Environment> ordered = new ArrayList<>();
    List<String> names = environments.stream().map(Environment::name).toList();
    environments.stream()
        .filter(one -> !names.contains(one.predecessor()))
        .sorted(Comparator.comparing(Environment::name))
        .forEach(first -> append(first, environments, ordered));
    // What is left goes round in a circle, which the service does not allow; nothing gets lost.
    environments.stream().filter(one -> !ordered.contains(one)).forEach(ordered::add);
    return ordered;
  }

  private static void append(
      Environment one, List<Environment> environments, List<Environment> ordered) {
    ordered.add(one);
    environments.stream()
        .filter(next -> next.predecessor().equals(one.name()) && !ordered.contains(next))
        .sorted(Comparator.comparing(Environment::name))
        .forEach(next -> append(next, environments, ordered));
  }
}
