package dev.slipway.simulator.wire;

import software.amazon.awssdk.core.SdkPojo;

/** One of the forms in which AWS services speak HTTP. */
sealed interface Protocol permits AwsJson, AwsQuery, RestJson, RestXml, RpcCbor {

  /** Fills the builder of the operation's request shape. */
  void read(WireRequest request, Route route, SdkPojo builder);

  /** The operation's answer. */
  WireResponse answer(Operation operation, Answer answer, String requestId);

  /**
   * An error in the protocol's own form.
   *
   * @param operation AWS's name of it, empty where none is known
   */
  WireResponse error(String operation, ServiceException error, String requestId);

  /** The code with which AWS names a request that breaks a constraint of its model. */
  static String constraintCode(Service service) {
    return switch (service) {
      case SAGEMAKER, APPLICATION_AUTO_SCALING -> "ValidationException";
      case SERVICE_QUOTAS -> "IllegalArgumentException";
      case ECR, LOGS -> "InvalidParameterException";
      case SAGEMAKER_RUNTIME, CLOUDWATCH, IAM, STS, SNS -> "ValidationError";
      case S3 -> "InvalidArgument";
    };
  }
}
