package dev.slipway.rollout;

import dev.slipway.cloud.SageMaker;
import dev.slipway.cloud.SageMaker.Container;
import dev.slipway.cloud.SageMaker.LiveModel;
import dev.slipway.cloud.SageMaker.ModelSpec;
import dev.slipway.endpoint.Names;
import dev.slipway.endpoint.ReleaseSpec;
import dev.slipway.endpoint.ReleasedContainer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Makes the SageMaker Model. It is named by its content, so that releases with equal content share
 * a model.
 */
@Component
class ModelStep implements Step {

  @Override
  public StepName name() {
    return StepName.MODEL;
  }

  @Override
  public Outcome advance(StepContext context) {
    SageMaker sageMaker = context.cloud().sageMaker();
    ReleaseSpec spec = context.spec();
    String role = Objects.requireNonNull(context.made().executionRoleArn());
    String name = Names.model(context.endpoint().name(), spec, role);
    Optional<LiveModel> live = sageMaker.findModel(name);
    if (live.isEmpty()) {
      sageMaker.createModel(
          new ModelSpec(name, containers(spec), role, spec.network(), context.birthmarks()));
      return new Outcome.Changed(
          "Made the model " + name + ".",
          context.memory().withModel(name),
          ResourceChange.made(ResourceKind.MODEL, name));
    }
    LiveModel model = live.get();
    if (!context.owns(ResourceKind.MODEL, name, sageMaker.tags(model.arn()))) {
      return context.stranger("model", name);
    }
    if (!containers(spec).equals(model.containers())
        || !role.equals(model.executionRoleArn())
        || !Objects.equals(spec.network(), model.network())) {
      return new Outcome.Impossible(
          "model-differs", "The model " + name + " exists with other content than its name says.");
    }
    return new Outcome.Done(
        "The model " + name + " is there.",
        context.memory().withModel(name),
        ResourceChange.made(ResourceKind.MODEL, name));
  }

  private static List<Container> containers(ReleaseSpec spec) {
    return spec.containers().stream().map(ReleasedContainer::container).toList();
  }

  /**
   * Deletes the attempt's model. A model stays that another attempt uses too, or an endpoint
   * configuration that was kept.
   */
  @Override
  public Outcome undo(StepContext context) {
    String name = context.made().modelName();
    SageMaker sageMaker = context.cloud().sageMaker();
    String config = context.made().endpointConfigName();
    boolean shared =
        name == null
            || !context.madeHere(ResourceKind.MODEL, name)
            || (config != null && context.recorded(ResourceKind.ENDPOINT_CONFIG, config))
            || context.owned().stream()
                .anyMatch(one ->
                    one.kind() == ResourceKind.MODEL
                        && one.name().equals(name)
                        && !one.deploymentId().equals(context.deployment().id()));
    if (shared) return Step.super.undo(context);
    Optional<LiveModel> live = sageMaker.findModel(Objects.requireNonNull(name));
    ResourceChange gone = ResourceChange.gone(ResourceKind.MODEL, name);
    if (live.isEmpty()) {
      return new Outcome.Done("The model " + name + " is gone.", context.memory(), gone);
    }
    if (!context.ours(sageMaker.tags(live.get().arn()))) {
      return new Outcome.Done(
          "Left the model " + name + ": it lost its mark.", context.memory(), gone);
    }
    sageMaker.deleteModel(name);
    return new Outcome.Done("Deleted the model " + name + ".", context.memory(), gone);
  }
}
