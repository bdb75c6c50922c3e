package dev.lodestar.server.http;

/** A request that is refused: the status, Databricks' word for it, and what to do in ours. */
final class ApiProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  private ApiProblem(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static ApiProblem badRequest(String message) {
    return new ApiProblem(400, "INVALID_PARAMETER_VALUE", message);
  }

  static ApiProblem notReady(String message) {
    return new ApiProblem(400, "INVALID_STATE", message);
  }

  static ApiProblem notSignedIn(String message) {
    return new ApiProblem(401, "UNAUTHENTICATED", message);
  }

  static ApiProblem forbidden(String message) {
    return new ApiProblem(403, "PERMISSION_DENIED", message);
  }

  static ApiProblem notFound(String message) {
    return new ApiProblem(404, "RESOURCE_DOES_NOT_EXIST", message);
  }

  static ApiProblem busy(String message) {
    return new ApiProblem(429, "REQUEST_LIMIT_EXCEEDED", message);
  }

  static ApiProblem unavailable(String message) {
    return new ApiProblem(503, "TEMPORARILY_UNAVAILABLE", message);
  }

  /** What was asked for was understood and failed, for a reason that has a name of its own. */
  static ApiProblem failed(String code, String message) {
    return new ApiProblem(400, code, message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
