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
    if (direct) {
      Map.Entry<String, Container> meant =
          containers.stream()
              .filter(each -> each.getKey().equals(invocation.target()))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no such container"));
      return meant.getValue().invoke(invocation).by(meant.getKey());
    }
    Invocation next = invocation;
    Duration held = Duration.ZERO;
    for (Map.Entry<String, Container> each : containers) {
      Answer answer = each.getValue().invoke(next).by(each.getKey()).after(held);
      if (answer.isError() || each.equals(containers.getLast())) {
        return answer;
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
  public void stop() {
    containers.forEach(each -> each.getValue().stop());
  }
}
