package dev.slipway.handover;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.NotFound;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Inventory.Footprint;
import dev.slipway.cloud.Inventory.Kind;
import dev.slipway.cloud.Inventory.Part;
import dev.slipway.cloud.Roles.LiveRole;
import dev.slipway.cloud.TagKeys;
import dev.slipway.endpoint.AskAws;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.EndpointClouds;
import dev.slipway.endpoint.Names;
import dev.slipway.endpoint.Release;
import dev.slipway.endpoint.Releases;
import dev.slipway.environment.Profile.ExecutionRole;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Writes an endpoint, as AWS has it now, in Terraform's language. */
@Component
class ExportTerraform {

  private final Releases releases;
  private final EndpointClouds clouds;

  ExportTerraform(Releases releases, EndpointClouds clouds) {
    this.releases = releases;
    this.clouds = clouds;
  }

  /**
   * The Terraform file.
   *
   * @throws NotFound {@code nothing-live} or {@code endpoint-lost} when nothing runs
   * @throws Conflict {@code endpoint-moving} while the endpoint is being changed
   */
  String of(Endpoint endpoint) {
    Release release = releases.serving(endpoint);
    Cloud cloud = clouds.of(endpoint, release.spec());
    return AskAws.now(() -> write(endpoint, release, cloud));
  }

  private static String write(Endpoint endpoint, Release release, Cloud cloud) {
    Footprint footprint =
        cloud
            .inventory()
            .footprint(endpoint.physicalName())
            .orElseThrow(() ->
                new NotFound(
                    "endpoint-lost", "SageMaker has no endpoint " + endpoint.physicalName() + "."));
    if (footprint.endpoint().status().moving()) {
      throw new Conflict(
          "endpoint-moving",
          "SageMaker reports "
              + footprint.endpoint().rawStatus()
              + ": what is half done cannot be exported. Wait until it is over.");
    }
    TerraformFile file =
        new TerraformFile(
            endpoint.name(), release.spec().location().region(), TerraformHosting.whole(footprint));
    role(endpoint, release.spec().executionRole(), cloud, file);
    TerraformHosting.write(footprint, file);
    TerraformWatching.write(footprint, file);
    for (Part part : footprint.parts()) {
      if (part.kind() == Kind.ALARM || part.kind() == Kind.SCALING_POLICY) continue;
      Expressible.missing(part)
          .forEach(it -> file.note("Not exported: " + part.kind() + " " + part.name() + " " + it));
    }
    return file.toString();
  }

  private static void role(
      Endpoint endpoint, ExecutionRole settings, Cloud cloud, TerraformFile file) {
    if (!settings.managed()) return;
    String name = Names.executionRole(endpoint.name());
    LiveRole role = cloud.roles().find(name).orElse(null);
    if (role == null) return;
    Map<String, String> tags = new TreeMap<>(role.tags());
    tags.keySet().removeIf(TagKeys::ofAws);
    file.resource(
        "aws_iam_role",
        "execution",
        name,
        out -> {
          out.set("name", name).set("path", role.path());
          if (role.permissionsBoundaryArn() != null) {
            out.set("permissions_boundary", role.permissionsBoundaryArn());
          }
          out.set("assume_role_policy", role.trustPolicy()).map("tags", tags);
        });
    for (String policy : cloud.roles().inlinePolicies(name)) {
      String document = cloud.roles().findInlinePolicy(name, policy).orElse("{}");
      file.resource(
          "aws_iam_role_policy",
          file.label(policy),
          name + ":" + policy,
          out ->
              out.set("name", policy)
                  .expression("role", "aws_iam_role.execution.name")
                  .set("policy", document));
    }
  }
}
