package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.serving.Container;
import dev.slipway.simulator.wire.ServiceException;
import java.nio.charset.StandardCharsets;

/** The errors of SageMaker Runtime. */
final class Refusals {

  private Refusals() {}

  static ServiceException refused(String message) {
    return new ServiceException(400, "ValidationError", message);
  }

  static ServiceException unavailable() {
    return new ServiceException(503, "ServiceUnavailable", "No instance is in service.");
  }

  /** The model gave no answer, or that of a failure. */
  static ServiceException modelError(Scope scope, String endpoint, Container.Answer answer) {
    String original = new String(answer.body(), StandardCharsets.UTF_8);
    String side = answer.status() >= 500 || answer.status() == 0 ? "server" : "client";
    String group = "/aws/sagemaker/Endpoints/" + endpoint;
    return new ServiceException(
            424,
            "ModelError",
            "Received "
                + side
                + " error ("
                + answer.status()
                + ") from "
                + answer.container()
                + " with message \""
                + original
                + "\". See https://"
                + scope.region()
                + ".console.aws.amazon.com/cloudwatch/home?region="
                + scope.region()
                + "#logEventViewer:group="
                + group
                + " in account "
                + scope.account()
                + " for more information.")
        .with("OriginalStatusCode", answer.status())
        .with("OriginalMessage", original)
        .with("LogStreamArn", scope.arn("logs", "log-group:" + group));
  }
}
