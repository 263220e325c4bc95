package dev.slipway.handover;

import dev.slipway.cloud.Inventory.Footprint;
import dev.slipway.cloud.Inventory.Kind;
import dev.slipway.cloud.Inventory.Part;
import dev.slipway.cloud.TagKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** Model, endpoint configuration and endpoint as Terraform, from what AWS wrote. */
final class TerraformHosting {

  private TerraformHosting() {}

  /** Whether all that model and configuration have is written. */
  static boolean whole(Footprint footprint) {
    return footprint.parts().stream()
        .filter(part -> part.kind() == Kind.MODEL || part.kind() == Kind.ENDPOINT_CONFIG)
        .allMatch(part -> Expressible.missing(part).isEmpty());
  }

  static void write(Footprint footprint, TerraformFile file) {
    Labels models = Labels.of("aws_sagemaker_model", footprint.parts(Kind.MODEL), file);
    Labels configs =
        Labels.of(
            "aws_sagemaker_endpoint_configuration", footprint.parts(Kind.ENDPOINT_CONFIG), file);
    models.write(footprint.parts(Kind.MODEL), TerraformHosting::model, file);
    for (Part part : footprint.parts(Kind.ENDPOINT_CONFIG)) {
      part.body().path("ProductionVariants").findValuesAsString("ModelName").stream()
          .distinct()
          .forEach(name -> models.noteIfMissing("model", name, file));
    }
    configs.write(
        footprint.parts(Kind.ENDPOINT_CONFIG),
        (part, out) -> endpointConfig(part, models, out),
        file);
    for (Part part : footprint.parts(Kind.ENDPOINT)) {
      JsonNode config = part.body().path("EndpointConfigName");
      configs.noteIfMissing("endpoint configuration", config.asString(""), file);
      file.resource(
          "aws_sagemaker_endpoint", "this", part.name(), out -> endpoint(part, configs, out));
    }
  }

  /**
   * The exported resources of one type, with the labels by which the rest of the file refers to
   * them.
   *
   * @param byName labels by AWS's names
   */
  private record Labels(String type, Map<String, String> byName) {

    static Labels of(String type, List<Part> parts, TerraformFile file) {
      Map<String, String> byName = new TreeMap<>();
      for (Part part : parts) {
        byName.put(part.name(), parts.size() == 1 ? "this" : file.label(part.name()));
      }
      return new Labels(type, byName);
    }

    void write(List<Part> parts, BiConsumer<Part, Hcl> body, TerraformFile file) {
      for (Part part : parts) {
        String label = Objects.requireNonNull(byName.get(part.name()));
        file.resource(type, label, part.name(), out -> body.accept(part, out));
      }
    }

    void noteIfMissing(String what, String name, TerraformFile file) {
      if (name.isEmpty() || byName.containsKey(name)) return;
      file.note("The " + what + " " + name + " was deleted; it cannot be imported.");
    }

    /** Writes a reference to a resource: by its label, or by its name where it is not exported. */
    void refer(String member, JsonNode name, Hcl out) {
      String label = byName.get(name.asString(""));
      if (label == null) out.set(member, name);
      else out.expression(member, type + "." + label + ".name");
    }
  }

  private static void model(Part part, Hcl out) {
    JsonNode body = part.body();
    List<String> ignored = new ArrayList<>();
    out.set("name", part.name())
        .set("execution_role_arn", body.path("ExecutionRoleArn"))
        .set("enable_network_isolation", body.path("EnableNetworkIsolation"));
    if (body.has("PrimaryContainer")) {
      container("primary_container", body.path("PrimaryContainer"), out);
      if (!body.path("PrimaryContainer").has("Mode")) ignored.add("primary_container[0].mode");
    }
    JsonNode containers = body.path("Containers");
    for (int i = 0; i < containers.size(); i++) {
      container("container", containers.get(i), out);
      if (!containers.get(i).has("Mode")) ignored.add("container[" + i + "].mode");
    }
    JsonNode execution = body.path("InferenceExecutionConfig");
    if (execution.has("Mode")) {
      out.block("inference_execution_config", it -> it.set("mode", execution.path("Mode")));
    }
    JsonNode vpc = body.path("VpcConfig");
    if (vpc.has("Subnets")) {
      out.block(
          "vpc_config",
          it ->
              it.set("subnets", vpc.path("Subnets"))
                  .set("security_group_ids", vpc.path("SecurityGroupIds")));
    }
    out.map("tags", tags(part));
    lifecycle(
        part,
        ignored,
        "AWS does not tell the mode, and the provider would replace the model over it.",
        out);
  }

  private static void container(String name, JsonNode container, Hcl out) {
    Map<String, String> environment = new TreeMap<>();
    container
        .path("Environment")
        .properties()
        .forEach(it -> environment.put(it.getKey(), it.getValue().asString("")));
    out.block(
        name,
        it ->
            it.set("image", container.path("Image"))
                .set("model_data_url", container.path("ModelDataUrl"))
                .set("container_hostname", container.path("ContainerHostname"))
                .set("mode", container.path("Mode"))
                .map("environment", environment));
  }

  private static void endpointConfig(Part part, Labels models, Hcl out) {
    JsonNode body = part.body();
    out.set("name", part.name());
    // SageMaker keeps a key as it was given: by its ARN, its id or its alias.
    String key = body.path("KmsKeyId").asString("");
    boolean byArn = key.startsWith("arn:");
    if (byArn) out.set("kms_key_arn", key);
    for (JsonNode variant : body.path("ProductionVariants").values()) {
      out.block("production_variants", it -> variant(variant, models, it));
    }
    JsonNode capture = body.path("DataCaptureConfig");
    if (capture.has("DestinationS3Uri")) {
      out.block("data_capture_config", it -> capture(capture, it));
    }
    out.map("tags", tags(part));
    lifecycle(
        part,
        key.isEmpty() || byArn ? List.of() : List.of("kms_key_arn"),
        "The KMS key is " + Hcl.quoted(key) + ", and the provider takes nothing but an ARN.",
        out);
  }

  private static void variant(JsonNode variant, Labels models, Hcl out) {
    out.set("variant_name", variant.path("VariantName"));
    models.refer("model_name", variant.path("ModelName"), out);
    out.set("instance_type", variant.path("InstanceType"))
        .number("initial_instance_count", variant.path("InitialInstanceCount"))
        .number("initial_variant_weight", variant.path("InitialVariantWeight"))
        .number("volume_size_in_gb", variant.path("VolumeSizeInGB"))
        .number(
            "model_data_download_timeout_in_seconds",
            variant.path("ModelDataDownloadTimeoutInSeconds"))
        .number(
            "container_startup_health_check_timeout_in_seconds",
            variant.path("ContainerStartupHealthCheckTimeoutInSeconds"));
    JsonNode routing = variant.path("RoutingConfig");
    if (routing.has("RoutingStrategy")) {
      out.block(
          "routing_config", it -> it.set("routing_strategy", routing.path("RoutingStrategy")));
    }
    JsonNode serverless = variant.path("ServerlessConfig");
    if (serverless.has("MemorySizeInMB")) {
      out.block(
          "serverless_config",
          it ->
              it.number("memory_size_in_mb", serverless.path("MemorySizeInMB"))
                  .number("max_concurrency", serverless.path("MaxConcurrency"))
                  .number("provisioned_concurrency", serverless.path("ProvisionedConcurrency")));
    }
  }

  private static void capture(JsonNode capture, Hcl out) {
    out.set("enable_capture", capture.path("EnableCapture"))
        .number("initial_sampling_percentage", capture.path("InitialSamplingPercentage"))
        .set("destination_s3_uri", capture.path("DestinationS3Uri"));
    for (JsonNode option : capture.path("CaptureOptions").values()) {
      out.block("capture_options", it -> it.set("capture_mode", option.path("CaptureMode")));
    }
  }

  private static void endpoint(Part part, Labels configs, Hcl out) {
    out.set("name", part.name());
    configs.refer("endpoint_config_name", part.body().path("EndpointConfigName"), out);
    JsonNode deployment = part.body().path("LastDeploymentConfig");
    boolean tooLong = !TerraformRollout.takes(deployment);
    if (deployment.size() > 0 && !tooLong) {
      out.block("deployment_config", it -> TerraformRollout.write(deployment, it));
    }
    out.map("tags", tags(part));
    if (tooLong) {
      ignore(
          List.of("deployment_config"),
          "The last deployment's time limit is longer than the provider takes.",
          out);
    }
  }

  /** The tags without AWS's own, which the provider leaves out too. */
  static Map<String, String> tags(Part part) {
    Map<String, String> tags = new TreeMap<>(part.tags());
    tags.keySet().removeIf(TagKeys::ofAws);
    return tags;
  }

  /** A resource that is not written whole is not replaced by one that lacks the rest. */
  private static void lifecycle(Part part, List<String> ignored, String why, Hcl out) {
    if (Expressible.missing(part).isEmpty()) {
      ignore(ignored, why, out);
      return;
    }
    if (!ignored.isEmpty()) out.comment(why);
    out.block(
        "lifecycle",
        it -> {
          it.expression("prevent_destroy", "true");
          if (!ignored.isEmpty()) ignored(ignored, it);
        });
  }

  private static void ignored(List<String> fields, Hcl out) {
    out.expression("ignore_changes", "[" + String.join(", ", fields) + "]");
  }

  static void ignore(List<String> fields, String why, Hcl out) {
    if (fields.isEmpty()) return;
    out.comment(why).block("lifecycle", it -> ignored(fields, it));
  }
}
