package dev.slipway.simulator.serving;

/** Where a container's output goes, line by line. */
@FunctionalInterface
public interface Output {

  /** Writes a line. */
  void line(String text);

  /** The output of each container of a model, by the container's name. */
  @FunctionalInterface
  interface OfContainers {
    Output of(String container);
  }
}
