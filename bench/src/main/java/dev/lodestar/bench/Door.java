package dev.lodestar.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A way to ask a question in SQL; every value comes as text. */
interface Door {
  List<List<String>> rows(String sql) throws Exception;

  /** By a driver for JDBC. */
  static Door jdbc(Connection connection) {
    return sql -> {
      List<List<String>> rows = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(sql)) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(result.getString(i));
          }
          rows.add(row);
        }
      }
      return rows;
    };
  }

  /** By the statements that Databricks' clients send. */
  static Door http(int port, String release) {
    HttpClient client = HttpClient.newHttpClient();
    URI address = URI.create("http://localhost:" + port + "/api/2.0/sql/statements");
    Pattern rows = Pattern.compile("\\[((?:\"[^\"]*\"(?:,)?)+)]");
    return sql -> {
      String body =
          "{\"statement\": \""
              + sql.replace("\n", " ")
              + "\", \"wait_timeout\": \"50s\", \"as_of\": \""
              + release
              + "\"}";
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(address)
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      int data = answer.body().indexOf("\"data_array\"");
      if (answer.statusCode() != 200 || data < 0) {
        throw new IOException(answer.statusCode() + ": " + answer.body());
      }
      List<List<String>> found = new ArrayList<>();
      Matcher row = rows.matcher(answer.body().substring(data));
      while (row.find()) {
        String text = row.group(1);
        found.add(List.of(text.substring(1, text.length() - 1).split("\",\"", -1)));
      }
      return found;
    };
  }
}
