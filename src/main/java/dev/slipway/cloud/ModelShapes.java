package dev.slipway.cloud;

import dev.slipway.cloud.SageMaker.Container;
import dev.slipway.cloud.SageMaker.LiveModel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.VpcConfig;

/** Models between SageMaker's shapes and Slipway's words. Members that say nothing are left out. */
final class ModelShapes {

  private ModelShapes() {}

  static ContainerDefinition container(Container container) {
    ContainerDefinition.Builder definition =
        ContainerDefinition.builder()
            .containerHostname(container.hostname())
            .image(container.image())
            .modelDataUrl(container.modelDataUrl());
    if (!container.environment().isEmpty()) definition.environment(container.environment());
    return definition.build();
  }

  static void network(@Nullable Network network, CreateModelRequest.Builder model) {
    if (network == null) return;
    if (network.isolated() != null) model.enableNetworkIsolation(true);
    Network.Vpc vpc = network.vpc();
    if (vpc != null) {
      model.vpcConfig(it -> it.subnets(vpc.subnets()).securityGroupIds(vpc.securityGroupIds()));
    }
  }

  static LiveModel model(DescribeModelResponse answer) {
    List<ContainerDefinition> containers =
        answer.primaryContainer() == null
            ? answer.containers()
            : List.of(answer.primaryContainer());
    return new LiveModel(
        answer.modelName(),
        answer.modelArn(),
        containers.stream().map(ModelShapes::container).toList(),
        answer.executionRoleArn(),
        network(answer.vpcConfig(), Boolean.TRUE.equals(answer.enableNetworkIsolation())),
        answer.creationTime());
  }

  private static Container container(ContainerDefinition container) {
    return new Container(
        container.containerHostname(),
        container.image(),
        container.modelDataUrl(),
        container.environment() == null ? Map.of() : Map.copyOf(container.environment()));
  }

  private static @Nullable Network network(@Nullable VpcConfig vpc, boolean isolated) {
    Network.Vpc attached =
        vpc == null || vpc.subnets().isEmpty()
            ? null
            : new Network.Vpc(List.copyOf(vpc.subnets()), List.copyOf(vpc.securityGroupIds()));
    Network network = new Network(attached, isolated);
    return network.plain() ? null : network;
  }
}
