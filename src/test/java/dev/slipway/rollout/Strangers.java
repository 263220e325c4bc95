package dev.slipway.rollout;

import java.util.List;

/** Accounts that are not Slipway's own, as those see and change them who have their keys. */
record Strangers(AwsByHand aws) {

  void putArtifacts(String account, String bucket, String... versions) {
    AwsClients.in(account).run(() -> aws.artifacts().makeBucket(bucket, versions));
  }

  /** A role that Slipway may assume when it names the external id; returns its ARN. */
  String putDeployer(String account, String externalId) {
    return putDeployer(account, "deployer", externalId);
  }

  /** The same with a name of its own. */
  String putDeployer(String account, String name, String externalId) {
    return AwsClients.in(account)
        .call(() -> {
          String arn =
              aws.make()
                  .role(
                      name,
                      """
                      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                        "Principal": {"AWS": "arn:aws:iam::%s:root"},
                        "Action": "sts:AssumeRole",
                        "Condition": {"StringEquals": {"sts:ExternalId": "%s"}}}]}
                      """
                          .formatted(AwsClients.HOME, externalId));
          aws.make().permitAll(name);
          return arn;
        });
  }

  void removeRole(String account, String role) {
    AwsClients.in(account).run(() -> aws.make().removeRole(role));
  }

  /** Gives a role one policy in place of the one that allows everything. */
  void putPolicy(String account, String role, String document) {
    AwsClients.in(account).run(() -> aws.make().permit(role, document));
  }

  /** The endpoints of an account. */
  List<String> endpoints(String account) {
    return AwsClients.in(account).call(aws::endpoints);
  }

  void fire(String account, String alarm) {
    AwsClients.in(account).run(() -> aws.alarms().fire(alarm));
  }
}
