-- question: Which partitions has the log of findings, and how far is each of them stored?
-- column partition UInt32: partition of the log of findings
-- column newest_offset Int64: the last place that is stored; whoever starts there in findings_since reads only what comes
-- column findings UInt64: revisions stored, repeats included
SELECT log_partition AS partition, max(log_offset) AS newest_offset, count() AS findings
FROM finding_places FINAL
GROUP BY log_partition
ORDER BY log_partition
