package dev.slipway.endpoint;

import dev.slipway.base.Json;
import dev.slipway.cloud.Inventory.Footprint;
import dev.slipway.cloud.SageMaker.Container;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.cloud.SageMaker.LiveModel;
import dev.slipway.cloud.SageMaker.ProductionVariant;
import dev.slipway.cloud.SageMaker.VariantHost;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Scaling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that a record says exactly what AWS has of model and configuration. Pure. */
final class AdoptionCheck {

  private AdoptionCheck() {}

  static List<Difference> of(Release release, Footprint footprint) {
    List<Difference> found = new ArrayList<>();
    ReleaseSpec spec = release.spec();
    LiveEndpointConfig config = footprint.config();
    if (config == null || footprint.models().size() != 1) {
      found.add(new Difference("model", "one", String.valueOf(footprint.models().size())));
      return found;
    }
    model(spec, footprint.models().getFirst(), found);
    say("endpoint_config.kms_key_id", spec.hosting().kmsKeyId(), config.kmsKeyId(), found);
    say("endpoint_config.data_capture", spec.dataCapture(), config.dataCapture(), found);
    ProductionVariant variant = config.variants().getFirst();
    say(
        "endpoint_config.host",
        host(spec.hosting()),
        counted(variant.host(), spec.autoscaling(), footprint.endpoint().desiredInstances()),
        found);
    return found;
  }

  private static void model(ReleaseSpec spec, LiveModel model, List<Difference> found) {
    say("model.execution_role", spec.executionRole().arn(), model.executionRoleArn(), found);
    say("model.network", spec.network(), model.network(), found);
    List<ReleasedContainer> wanted = spec.containers();
    if (wanted.size() != model.containers().size()) {
      say("model.containers", wanted.size(), model.containers().size(), found);
      return;
    }
    for (int i = 0; i < wanted.size(); i++) {
      ReleasedContainer ours = wanted.get(i);
      Container live = model.containers().get(i);
      String at = "model.containers[" + i + "].";
      if (!ours.image().equals(live.image()) && !ours.imageReference().equals(live.image())) {
        say(at + "image", ours.image(), live.image(), found);
      }
      say(at + "model_data_url", ours.modelDataUrl(), live.modelDataUrl(), found);
      say(at + "hostname", ours.hostname(), live.hostname(), found);
      if (!ours.environment().equals(live.environment())) {
        // The values may be secrets.
        say(
            at + "environment",
            ours.environment().keySet().stream().sorted().toList(),
            live.environment().keySet().stream().sorted().toList() + " (or other values)",
            found);
      }
    }
  }

  /**
   * The host with the count that has come of the first one: autoscaling has brought it within its
   * bounds, wherever it was, and without autoscaling somebody may have changed it by hand.
   *
   * @param desired the count that is asked for now; null when SageMaker does not say
   */
  private static VariantHost counted(
      VariantHost host, @Nullable Scaling scaling, @Nullable Integer desired) {
    if (!(host instanceof VariantHost.Instances fleet)) return host;
    if (scaling != null) return fleet.with(scaling.within(fleet.initialCount()));
    return desired == null ? fleet : fleet.with(desired);
  }

  private static VariantHost host(Hosting hosting) {
    if (hosting.serverless() != null) return new VariantHost.OnDemand(hosting.serverless());
    return new VariantHost.Instances(
        hosting.type(),
        hosting.count(),
        hosting.volumeSizeGb(),
        hosting.modelDataDownloadTimeoutSeconds(),
        hosting.containerStartupTimeoutSeconds(),
        hosting.routing());
  }

  private static void say(
      String field, @Nullable Object ours, @Nullable Object live, List<Difference> found) {
    EndpointDrift.compare(field, text(ours), text(live), found);
  }

  private static @Nullable String text(@Nullable Object value) {
    if (value == null) return null;
    return value instanceof String text ? text : Json.write(value);
  }
}
