package dev.slipway.simulator.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;

/** How many instances endpoints may have. */
final class QuotasOperations {

  private static final String NONE = "NoSuchResourceException";
  private static final String TEXT =
      "The request failed because the specified service or quota does not exist.";

  private QuotasOperations() {}

  static List<OperationCase> all() {
    return List.of(
        new OperationCase(
            "SERVICE_QUOTAS ListServiceQuotas",
            aws ->
                assertThat(
                        aws
                            .quotas()
                            .listServiceQuotasPaginator(r -> r.serviceCode("sagemaker"))
                            .quotas()
                            .stream()
                            .map(ServiceQuota::quotaName))
                    .contains("ml.c5.xlarge for endpoint usage")
                    .doesNotHaveDuplicates(),
            aws -> aws.quotas().listServiceQuotas(r -> r.serviceCode("none")),
            NONE,
            TEXT),
        new OperationCase(
            "SERVICE_QUOTAS GetServiceQuota",
            aws -> {
              ServiceQuota listed =
                  aws.quotas()
                      .listServiceQuotas(r -> r.serviceCode("sagemaker"))
                      .quotas()
                      .getFirst();
              assertThat(
                      aws.quotas()
                          .getServiceQuota(
                              r -> r.serviceCode("sagemaker").quotaCode(listed.quotaCode()))
                          .quota())
                  .isEqualTo(listed);
            },
            aws -> aws.quotas().getServiceQuota(r -> r.serviceCode("sagemaker").quotaCode("L-0")),
            NONE,
            TEXT));
  }
}
