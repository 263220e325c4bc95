package dev.slipway.cloud;

import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;

/**
 * {@link Quotas} over Service Quotas, which knows a quota by a code without meaning. Codes stay:
 * they are listed once, some tens of pages, and each question is one call after that.
 */
final class AwsQuotas implements Quotas {

  private static final AwsCalls CALLS = new AwsCalls("servicequotas");
  private static final String SAGEMAKER = "sagemaker";
  private static final String ENDPOINTS = " for endpoint usage";

  private final Supplier<ServiceQuotasClient> quotas;
  private final Kept<Map<String, String>> codes = new Kept<>(this::codes);

  AwsQuotas(Supplier<ServiceQuotasClient> quotas) {
    this.quotas = quotas;
  }

  @Override
  public OptionalInt endpointInstances(String instanceType) {
    return value(codes.get().get(instanceType + ENDPOINTS));
  }

  @Override
  public OptionalInt endpointInstancesInOneCall(String instanceType) {
    return value(codes.made().map(known -> known.get(instanceType + ENDPOINTS)).orElse(null));
  }

  private OptionalInt value(@Nullable String code) {
    return code == null
        ? OptionalInt.empty()
        : OneLook.answer(this, "GetServiceQuota", code, () -> ask(code));
  }

  private OptionalInt ask(String code) {
    return CALLS
        .find(
            "GetServiceQuota",
            () ->
                quotas
                    .get()
                    .getServiceQuota(it -> it.serviceCode(SAGEMAKER).quotaCode(code))
                    .quota()
                    .value())
        .map(value -> OptionalInt.of(value.intValue()))
        .orElseGet(OptionalInt::empty);
  }

  private Map<String, String> codes() {
    return CALLS.call(
        "ListServiceQuotas",
        () ->
            quotas
                .get()
                .listServiceQuotasPaginator(it -> it.serviceCode(SAGEMAKER))
                .quotas()
                .stream()
                .filter(quota -> quota.quotaName().endsWith(ENDPOINTS))
                .collect(
                    Collectors.toMap(
                        ServiceQuota::quotaName, ServiceQuota::quotaCode, (one, _) -> one)));
  }
}
