package dev.lodestar.server.avatica;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.query.Query;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.QueryLimits;
import dev.lodestar.server.query.SqlState;
import dev.lodestar.server.security.AuditLog;
import dev.lodestar.server.security.Caller;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.sql.SqlProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.avatica.Meta.Frame;
import org.apache.calcite.avatica.Meta.Signature;
import org.apache.calcite.avatica.Meta.StatementHandle;
import org.apache.calcite.avatica.remote.LocalService;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/** Avatica's requests, answered for one caller. */
final class CallersService extends LocalService {
  private static final RpcMetadataResponse SERVER = new RpcMetadataResponse("lodestar");

  private final AvaticaDoor door;
  private final Caller caller;

  CallersService(AvaticaDoor door, Caller caller) {
    super(AvaticaDoor.readOnly());
    this.door = door;
    this.caller = caller;
  }

  private Connection connection(String id) {
    return door.connection(id, caller);
  }

  private Catalog catalog() {
    return caller
        .tables(door.domain())
        .orElseThrow(
            () ->
                AvaticaDoor.refused(
                    "55000", "The domain " + door.domain().name() + " has released nothing yet"));
  }

  // ---- connections and statements

  @Override
  public OpenConnectionResponse apply(OpenConnectionRequest request) {
    door.open(request.connectionId, caller);
    return new OpenConnectionResponse(SERVER);
  }

  @Override
  public CloseConnectionResponse apply(CloseConnectionRequest request) {
    door.close(request.connectionId, caller);
    return new CloseConnectionResponse(SERVER);
  }

  @Override
  public ConnectionSyncResponse apply(ConnectionSyncRequest request) {
    return new ConnectionSyncResponse(
        connection(request.connectionId).sync(request.connProps), SERVER);
  }

  @Override
  public CreateStatementResponse apply(CreateStatementRequest request) {
    return new CreateStatementResponse(
        request.connectionId, connection(request.connectionId).newStatement().number(), SERVER);
  }

  @Override
  public CloseStatementResponse apply(CloseStatementRequest request) {
    connection(request.connectionId).close(request.statementId);
    return new CloseStatementResponse(SERVER);
  }

  @Override
  public DatabasePropertyResponse apply(DatabasePropertyRequest request) {
    Connection unused = connection(request.connectionId);
    return new DatabasePropertyResponse(Map.of(), SERVER);
  }

  // ---- rows

  @Override
  public PrepareResponse apply(PrepareRequest request) {
    Connection connection = connection(request.connectionId);
    Query query = prepare(connection, request.sql, List.of());
    Statement statement = connection.newStatement();
    statement.of(request.sql);
    return new PrepareResponse(
        new StatementHandle(connection.id(), statement.number(), signature(request.sql, query)),
        SERVER);
  }

  @Override
  public ExecuteResponse apply(PrepareAndExecuteRequest request) {
    Connection connection = connection(request.connectionId);
    Statement statement = connection.statement(request.statementId);
    statement.of(request.sql);
    Query query = prepare(connection, request.sql, List.of());
    return run(
        connection, statement, query, List.of(), request.maxRowCount, request.maxRowsInFirstFrame);
  }

  @Override
  public ExecuteResponse apply(ExecuteRequest request) {
    Connection connection = connection(request.statementHandle.connectionId);
    Statement statement = connection.statement(request.statementHandle.id);
    List<ColumnType> wanted = prepare(connection, statement.sql(), List.of()).parameters();
    List<@Nullable Object> values = new ArrayList<>();
    List<Optional<ColumnType>> types = new ArrayList<>();
    for (TypedValue value : request.parameterValues) {
      Argument argument =
          Argument.of(value, wanted.size() > values.size() ? wanted.get(values.size()) : null);
      values.add(argument.value());
      types.add(Optional.of(argument.type()));
    }
    if (values.size() != wanted.size()) {
      throw AvaticaDoor.refused(
          "07001", wanted.size() + " values are wanted, and " + values.size() + " were given");
    }
    Query query = prepare(connection, statement.sql(), types);
    return run(connection, statement, query, values, 0, request.maxRowCount);
  }

  @Override
  public FetchResponse apply(FetchRequest request) {
    Statement statement = connection(request.connectionId).statement(request.statementId);
    return new FetchResponse(
        statement.fetch(request.offset, request.fetchMaxRowCount), false, false, SERVER);
  }

  @Override
  public SyncResultsResponse apply(SyncResultsRequest request) {
    throw AvaticaDoor.refused("24000", "These rows were forgotten; run the statement again");
  }

  private Query prepare(Connection connection, String sql, List<Optional<ColumnType>> types) {
    long begun = System.nanoTime();
    try {
      return door.engine()
          .prepare(
              catalog(), connection.schema(), sql, types, QueryLimits.NONE.within(caller.share()));
    } catch (SqlProblem problem) {
      note(sql, begun, "refused", 0);
      String message =
          "Line " + problem.line() + ", column " + problem.column() + ": " + problem.getMessage();
      throw AvaticaDoor.refused(
          SqlState.of(problem),
          problem.advice().isEmpty() ? message : message + "; " + problem.advice());
    }
  }

  private ExecuteResponse run(
      Connection connection,
      Statement statement,
      Query query,
      List<@Nullable Object> values,
      long mostRows,
      int firstFrame) {
    String sql = statement.sql();
    long begun = System.nanoTime();
    try {
      statement.begin(
          query.open(values), mostRows, (status, rows) -> note(sql, begun, status, rows));
    } catch (QueryFailed e) {
      note(sql, begun, "failed", 0);
      throw AvaticaDoor.refused(SqlState.of(e), String.valueOf(e.getMessage()));
    }
    Frame first = statement.fetch(0, firstFrame);
    return new ExecuteResponse(
        List.of(
            new ResultSetResponse(
                connection.id(),
                statement.number(),
                false,
                signature(sql, query),
                first,
                -1,
                SERVER)),
        false,
        SERVER);
  }

  private Signature signature(String sql, Query query) {
    return Columns.signature(sql, door.domain().name(), query.columns(), query.parameters());
  }

  private void note(String sql, long begun, String status, long rows) {
    door.audit()
        .statement(
            new AuditLog.Entry(
                "avatica",
                caller.name(),
                door.domain().name(),
                sql,
                status,
                rows,
                Duration.ofNanos(System.nanoTime() - begun)));
  }

  // ---- what there is

  private ResultSetResponse listed(String connection, Listing listing) {
    return new ResultSetResponse(
        connection,
        connection(connection).newNumber(),
        true,
        listing.signature(),
        listing.frame(),
        -1,
        SERVER);
  }

  @Override
  public ResultSetResponse apply(CatalogsRequest request) {
    return listed(request.connectionId, Listing.catalogs(door.domain().name()));
  }

  @Override
  public ResultSetResponse apply(SchemasRequest request) {
    return listed(
        request.connectionId,
        Listing.schemas(door.domain().name(), catalog(), request.catalog, request.schemaPattern));
  }

  @Override
  public ResultSetResponse apply(TablesRequest request) {
    return listed(
        request.connectionId,
        Listing.tables(
            door.domain().name(),
            catalog(),
            request.catalog,
            request.schemaPattern,
            request.tableNamePattern,
            request.typeList));
  }

  @Override
  public ResultSetResponse apply(TableTypesRequest request) {
    return listed(request.connectionId, Listing.tableTypes());
  }

  @Override
  public ResultSetResponse apply(TypeInfoRequest request) {
    return listed(request.connectionId, Listing.types());
  }

  @Override
  public ResultSetResponse apply(ColumnsRequest request) {
    return listed(
        request.connectionId,
        Listing.columns(
            door.domain().name(),
            catalog(),
            request.catalog,
            request.schemaPattern,
            request.tableNamePattern,
            request.columnNamePattern));
  }
}
