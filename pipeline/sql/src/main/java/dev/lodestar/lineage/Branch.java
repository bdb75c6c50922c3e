package dev.lodestar.lineage;

import java.util.ArrayList;
import java.util.List;

/** A line of text with others that belong to it, drawn as a tree. */
record Branch(String line, List<Branch> branches) {

  Branch(String line) {
    this(line, new ArrayList<>());
  }

  Branch branch(String more) {
    Branch branch = new Branch(more);
    branches.add(branch);
    return branch;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(line);
    write("", text);
    return text.toString();
  }

  private void write(String margin, StringBuilder text) {
    for (int i = 0; i < branches.size(); i++) {
      boolean last = i == branches.size() - 1;
      text.append('\n').append(margin).append(last ? "└─ " : "├─ ").append(branches.get(i).line);
      branches.get(i).write(margin + (last ? "   " : "│  "), text);
    }
  }
}
