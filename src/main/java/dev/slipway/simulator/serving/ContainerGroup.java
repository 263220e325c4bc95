package dev.slipway.simulator.serving;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The containers of one model on one instance, in their order. A pipeline sends each one's answer
 * on to the next, with its content type; otherwise the caller names the one that is meant.
 *
 * @param containers by name, in order
 * @param direct whether callers name the container
 */
record ContainerGroup(List<Map.Entry<String, Container>> containers, boolean direct)
    implements Container {

  ContainerGroup {
    containers = List.copyOf(containers);
  }

  @Override
  public boolean ping() {
    return containers.stream().allMatch(each -> each.getValue().ping());
  }

  @Override
  public Answer invoke(Invocation invocation) {
    return switch (reached(invocation)) {
      case Failed failed -> failed.answer();
      case Last last ->
          last.container().invoke(last.invocation()).by(last.name()).after(last.held());
    };
  }

  @Override
  public Streamed stream(Invocation invocation) {
    return switch (reached(invocation)) {
      case Failed failed -> Streamed.of(failed.answer());
      case Last last ->
          last.container().stream(last.invocation()).by(last.name()).after(last.held());
    };
  }

  /** How far a request came. */
  private sealed interface Reached {}

  /** A container before the last one gave no good answer. */
  private record Failed(Answer answer) implements Reached {}

  /** What the container is sent whose answer is the model's. */
  private record Last(String name, Container container, Invocation invocation, Duration held)
      implements Reached {}

  private Reached reached(Invocation invocation) {
    if (direct) {
      return containers.stream()
          .filter(each -> each.getKey().equals(invocation.target()))
          .findFirst()
          .map(meant -> new Last(meant.getKey(), meant.getValue(), invocation, Duration.ZERO))
          .orElseThrow(() -> new IllegalArgumentException("no such container"));
    }
    Invocation next = invocation;
    Duration held = Duration.ZERO;
    for (Map.Entry<String, Container> each : containers) {
      if (each.equals(containers.getLast())) {
        return new Last(each.getKey(), each.getValue(), next, held);
      }
      Answer answer = each.getValue().invoke(next).by(each.getKey()).after(held);
      if (answer.isError()) {
        return new Failed(answer);
      }
      held = answer.hold();
      next =
          new Invocation(
              answer.body(),
              answer.contentType(),
              invocation.accept(),
              answer.customAttributes() == null
                  ? invocation.customAttributes()
                  : answer.customAttributes(),
              null,
              invocation.session(),
              invocation.timeout());
    }
    throw new IllegalStateException("a model has containers");
  }

  @Override
  public Duration computing() {
    return containers.stream()
        .map(each -> each.getValue().computing())
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void stop() {
    containers.forEach(each -> each.getValue().stop());
  }
}
