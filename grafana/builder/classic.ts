/* eslint-disable @typescript-eslint/no-deprecated */
import {
  type Dashboard as Classic,
  DashboardBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard'

/** A dashboard in Grafana's classic model: every Grafana reads it, and those with a newer one turn it into that. */
export type Dashboard = Classic
export const createDashboard = (title: string): DashboardBuilder => new DashboardBuilder(title)
