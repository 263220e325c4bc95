package dev.slipway.simulator.quotas;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantInstanceType;
import software.amazon.awssdk.services.servicequotas.model.GetServiceQuotaRequest;
import software.amazon.awssdk.services.servicequotas.model.GetServiceQuotaResponse;
import software.amazon.awssdk.services.servicequotas.model.ListServiceQuotasRequest;
import software.amazon.awssdk.services.servicequotas.model.ListServiceQuotasResponse;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;

/**
 * Service Quotas' operations that read, for SageMaker's instances of endpoints: the very numbers
 * that creations and updates are held to.
 */
public final class QuotasApi {

  private static final String SAGEMAKER = "sagemaker";
  private static final int PAGE = 100;

  private static final List<String> TYPES =
      ProductionVariantInstanceType.knownValues().stream()
          .map(ProductionVariantInstanceType::toString)
          .sorted()
          .toList();

  private final ToIntFunction<String> limits;

  /**
   * @param limits how many instances of a type there may be
   */
  public QuotasApi(ToIntFunction<String> limits) {
    this.limits = limits;
  }

  public ListServiceQuotasResponse listServiceQuotas(
      ListServiceQuotasRequest request, Caller caller) {
    requireSageMaker(request.serviceCode());
    int from = start(request.nextToken());
    int size = request.maxResults() == null ? PAGE : request.maxResults();
    int to = Math.min(TYPES.size(), from + size);
    return ListServiceQuotasResponse.builder()
        .quotas(TYPES.subList(from, to).stream().map(type -> quota(type, caller)).toList())
        .nextToken(to < TYPES.size() ? String.valueOf(to) : null)
        .build();
  }

  public GetServiceQuotaResponse getServiceQuota(GetServiceQuotaRequest request, Caller caller) {
    requireSageMaker(request.serviceCode());
    return TYPES.stream()
        .filter(type -> code(type).equals(request.quotaCode()))
        .findFirst()
        .map(type -> GetServiceQuotaResponse.builder().quota(quota(type, caller)).build())
        .orElseThrow(QuotasApi::none);
  }

  private ServiceQuota quota(String type, Caller caller) {
    return ServiceQuota.builder()
        .serviceCode(SAGEMAKER)
        .serviceName("Amazon SageMaker")
        .quotaCode(code(type))
        .quotaName(type + " for endpoint usage")
        .quotaArn(Scope.of(caller).arn("servicequotas", SAGEMAKER + "/" + code(type)))
        .value((double) limits.applyAsInt(type))
        .unit("None")
        .adjustable(true)
        .globalQuota(false)
        .build();
  }

  /** AWS's codes mean nothing; they only stay the same. */
  private static String code(String type) {
    return "L-" + "%08x".formatted(type.hashCode()).toUpperCase(Locale.ROOT);
  }

  private static void requireSageMaker(String service) {
    if (!service.equals(SAGEMAKER)) throw none();
  }

  private static int start(@Nullable String token) {
    if (token == null) return 0;
    try {
      int from = Integer.parseInt(token);
      if (from > 0 && from < TYPES.size()) return from;
    } catch (NumberFormatException notOurs) {
      // Refused below.
    }
    throw new ServiceException(
        400, "InvalidPaginationTokenException", "The pagination token is not valid.");
  }

  private static ServiceException none() {
    return new ServiceException(
        400,
        "NoSuchResourceException",
        "The request failed because the specified service or quota does not exist.");
  }
}
