package dev.slipway.simulator.permission;

import dev.slipway.simulator.iam.Roles;
import dev.slipway.simulator.wire.Answer;
import dev.slipway.simulator.wire.Around;
import dev.slipway.simulator.wire.Call;
import dev.slipway.simulator.wire.ServiceException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses a model whose execution role SageMaker could not assume. Whether AWS does so at
 * CreateModel is not documented; the sentence is the one it uses for its jobs.
 */
public final class ExecutionRoles implements Around {

  private static final String SAGEMAKER = "sagemaker.amazonaws.com";
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):role/(?:.*/)?([^/]+)");

  private final Roles roles;
  private final boolean otherWords;

  /**
   * @param otherWords whether AWS's sentence, which is not documented, is another one
   */
  public ExecutionRoles(Roles roles, boolean otherWords) {
    this.roles = roles;
    this.otherWords = otherWords;
  }

  @Override
  public Answer call(Call call, Supplier<Answer> proceed) {
    if (call.operation().equals("CreateModel")) {
      Given.text(call.request(), "ExecutionRoleArn").forEach(this::check);
    }
    return proceed.get();
  }

  private void check(String arn) {
    Matcher role = ROLE.matcher(arn);
    boolean assumed =
        role.matches()
            && roles
                .trust(role.group(1), role.group(2))
                .filter(trust -> trust.admitsService(SAGEMAKER))
                .isPresent();
    if (!assumed) {
      throw ServiceException.validation(
          otherWords
              ? "The execution role ARN \""
                  + arn
                  + "\" is invalid. Please ensure that the role exists and that its trust"
                  + " relationship policy allows the action \"sts:AssumeRole\" for the service"
                  + " principal \""
                  + SAGEMAKER
                  + "\"."
              : "Could not assume role "
                  + arn
                  + ". Please ensure that the role exists and allows principal '"
                  + SAGEMAKER
                  + "' to assume the role.");
    }
  }
}
